"""Do the pages hold in a real browser? Chromium reads a served archive (make test-browser)."""
