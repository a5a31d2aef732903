using Drover;
using Drover.Agent.Telling;
using Drover.Guard;
using Microsoft.Extensions.Logging;

const int Failed = 1;
const int Usage = 2;

if (args is ["--help"])
{
    Console.WriteLine("drover-guard RUNDIR: kills what outlives a lease of a group, until no lease is left. drover-agent and droverd start it; see drover-guard(8).");
    return 0;
}
if (args is not [['/', ..] runDirectory])
{
    Console.Error.WriteLine("drover-guard: give one absolute path, the run directory of services; see drover-guard --help");
    return Usage;
}
using var lines = new LineLog(Console.Error, LogLevel.Information, TimeProvider.System);
try
{
    return await new GuardLife(runDirectory, Console.Out, TimeProvider.System, lines.CreateLogger(GuardLog.Category)).RunAsync() ? 0 : Failed;
}
catch (Exception e) when (e is DroverException or IOException or UnauthorizedAccessException)
{
    // Who started it reads the first line.
    Console.Out.WriteLine(e.Message);
    return Failed;
}
