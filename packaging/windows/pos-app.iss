; Inno Setup 6: the installer for Windows, made of the folder that `dev.py freeze` built.
;     iscc packaging\windows\pos-app.iss
; Silent: pos-app-VERSION-setup.exe /VERYSILENT /SUPPRESSMSGBOXES /NORESTART
; Removing the program leaves what clerks entered: it is in each user's own data folder, which is
; named nowhere below.

#define Folder "..\..\dist\pos-app"
#define Program "pos-app.exe"
#define Version GetStringFileInfo(Folder + "\" + Program, PRODUCT_VERSION)

[Setup]
AppId={{6C0B6C52-4E0B-4A35-9D7D-0F1F7C1E2B8A}
AppName=POS app
AppVersion={#Version}
AppPublisher=Firmly
DefaultDirName={autopf}\pos-app
DefaultGroupName=POS app
DisableProgramGroupPage=yes
PrivilegesRequired=admin
PrivilegesRequiredOverridesAllowed=dialog commandline
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
OutputDir=..\..\dist
OutputBaseFilename=pos-app-{#Version}-setup
SetupIconFile=..\..\build\freeze\icons\pos-app.ico
UninstallDisplayIcon={app}\{#Program}
Compression=lzma2
SolidCompression=yes
; An update never shuts the program: an order may be open in it. See PrepareToInstall.
CloseApplications=no
RestartApplications=no

[InstallDelete]
; Parts that a newer version no longer has.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Folder}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\POS app"; Filename: "{app}\{#Program}"
Name: "{autodesktop}\POS app"; Filename: "{app}\{#Program}"; Tasks: desktopicon

[Tasks]
Name: desktopicon; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Run]
Filename: "{app}\{#Program}"; Description: "{cm:LaunchProgram,POS app}"; Flags: nowait postinstall skipifsilent

[Code]
{ Before anything is touched: the old program can be deleted only while it is not open. A silent
  setup that is stopped here ends with exit code 8. }
function PrepareToInstall(var NeedsRestart: Boolean): String;
var
  Old: String;
begin
  Result := '';
  Old := ExpandConstant('{app}\{#Program}');
  if FileExists(Old) and not DeleteFile(Old) then
    Result := 'POS app is open on this computer. Close it, then start this setup again.';
end;
