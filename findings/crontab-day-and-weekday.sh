#!/bin/bash
# One line of a crontab with a day of the month and a weekday, read by cron 3.0pl1-162 and python3-croniter 1.3.5-3 (Debian 12), and Cronos 0.13.0 (NuGet).
#
# A good guess: "0 0 3 * 1" means the same to all who read the five fields, and by crontab(5) what counts is whether a field is restricted, "ie, aren't *", so that "*/2" is restricted like "1-31/2".
# Seen, on a Thursday which is a 3rd:
#   0 0 3 * 1     cron and croniter run it (either field is enough); Cronos does not (both must match)
#   0 0 */2 * 1   cron does not run it (a field that begins with * asks for both, whatever stands behind the *, and whatever the manual says), nor does Cronos; croniter runs it
# So a schedule taken from a crontab to Cronos may run once in years instead of weekly, and no two of the three agree on both lines.
#
# Fails when that changes. Needs root (cron looks at /var/spool/cron, put over it in a namespace of mounts), the .NET SDK 10, and Debian 12 with apt and its python3; installs nothing.
set -euo pipefail
place=$(mktemp -d)
made=
if [ ! -e /var/spool/cron ]; then
    mkdir /var/spool/cron
    made=yes
fi
trap 'rm -rf "$place"; [ -z "$made" ] || rmdir /var/spool/cron' EXIT
cd "$place"
apt-get download -q cron=3.0pl1-162 libfaketime=0.9.10-2.1 python3-croniter=1.3.5-3 python3-dateutil=2.8.2-2 python3-six=1.16.0-4 python3-tz >/dev/null 2>&1
for package in *.deb; do dpkg -x "$package" root; done

# cron itself, shortly before midnight.
mkdir -p spool/crontabs none ran
cat >spool/crontabs/root <<CRONTAB
SHELL=/bin/sh
0 0 3 * 1 touch $place/ran/day
0 0 */2 * 1 touch $place/ran/star
0 0 * * * touch $place/ran/each
CRONTAB
chmod 600 spool/crontabs/root
export place
unshare -m --propagation private bash -euo pipefail -c '
    mount --bind "$place/spool" /var/spool/cron
    [ ! -d /etc/cron.d ] || mount --bind "$place/none" /etc/cron.d
    LD_PRELOAD=$(find "$place/root" -name libfaketime.so.1) FAKETIME="@2026-12-02 23:59:50" TZ=UTC timeout 60 "$place/root/usr/sbin/cron" -f &
    for _ in $(seq 500); do [ ! -e "$place/ran/each" ] || break; sleep 0.1; done
    sleep 1
    kill $!
'
[ -e ran/each ]
says() { if [ -e "ran/$1" ]; then echo "runs"; else echo "does not run"; fi; }

PYTHONPATH=root/usr/lib/python3/dist-packages /usr/bin/python3 - >croniter <<'PY'
from datetime import datetime
from croniter import croniter

for line in ("0 0 3 * 1", "0 0 */2 * 1"):
    print("runs" if croniter(line, datetime(2026, 12, 2, 23, 59)).get_next(datetime) == datetime(2026, 12, 3) else "does not run")
PY

mkdir program
cat >program/program.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Cronos" Version="0.13.0" /></ItemGroup>
</Project>
XML
cat >program/Program.cs <<'CS'
using Cronos;

var day = new DateTime(2026, 12, 3, 0, 0, 0, DateTimeKind.Utc);
foreach (var line in (string[])["0 0 3 * 1", "0 0 */2 * 1"])
    Console.WriteLine(CronExpression.Parse(line).GetNextOccurrence(day.AddMinutes(-1)) == day ? "runs" : "does not run");
CS
dotnet build program -v quiet --nologo -o built >/dev/null
built/program >cronos

{
    echo "0 0 3 * 1    cron $(says day), croniter $(sed -n 1p croniter), Cronos $(sed -n 1p cronos)"
    echo "0 0 */2 * 1  cron $(says star), croniter $(sed -n 2p croniter), Cronos $(sed -n 2p cronos)"
} | tee seen
diff seen - <<'SEEN'
0 0 3 * 1    cron runs, croniter runs, Cronos does not run
0 0 */2 * 1  cron does not run, croniter runs, Cronos does not run
SEEN
