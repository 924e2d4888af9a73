"""The version resource of the Windows executable: what its properties show."""

from __future__ import annotations

_TEMPLATE = """VSVersionInfo(
  ffi=FixedFileInfo(
    filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0,
    OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)
  ),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", "Firmly"),
      StringStruct("FileDescription", "POS app"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("InternalName", "pos-app"),
      StringStruct("OriginalFilename", "pos-app.exe"),
      StringStruct("ProductName", "POS app"),
      StringStruct("ProductVersion", "{version}"),
    ])]),
    VarFileInfo([VarStruct("Translation", [1033, 1200])]),
  ],
)
"""


def version_resource(version: str) -> str:
    """PyInstaller's text form of a VS_VERSIONINFO for a version such as "0.1.0"."""
    numbers = tuple([*(int(part) for part in version.split(".")), 0, 0, 0][:4])
    return _TEMPLATE.format(numbers=numbers, version=version)
