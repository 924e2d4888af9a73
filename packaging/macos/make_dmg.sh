#!/usr/bin/env bash
# The disk image for macOS: "POS app.app", as `dev.py freeze` built it, beside a link to Applications.
# Signed before, it stays signed: nothing in it is changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

app="dist/POS app.app"
version="$(/usr/libexec/PlistBuddy -c 'Print :CFBundleShortVersionString' "$app/Contents/Info.plist")"
stage="$(mktemp -d)"
trap 'rm -rf "$stage"' EXIT

ditto "$app" "$stage/POS app.app"
ln -s /Applications "$stage/Applications"
hdiutil create -quiet -ov -format UDZO -fs HFS+ -volname "POS app" \
    -srcfolder "$stage" "dist/pos-app-$version.dmg"
