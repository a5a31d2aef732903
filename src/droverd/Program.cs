using Drover;
using Drover.Daemon;
using Drover.Daemon.Mastership;
using Drover.Daemon.Process;
using Drover.Daemon.Settings;

try
{
    var line = CommandLine.Parse(args);
    switch (line.Action)
    {
        case DaemonAction.Help:
            Console.Out.Write(Help.Text());
            return ExitCode.Done;
        case DaemonAction.Version:
            Console.Out.WriteLine($"droverd {Composition.Version}");
            return ExitCode.Done;
    }

    var settings = DaemonSettings.Load(line, Environment.GetEnvironmentVariables(), DefaultPlaces.OfThisUser());
    switch (line.Action)
    {
        case DaemonAction.AcceptLoss:
            Console.Out.WriteLine(Offline.AcceptLoss(settings));
            return ExitCode.Done;
        case DaemonAction.Init:
            Console.Out.WriteLine(await Offline.InitAsync(settings, CancellationToken.None));
            return ExitCode.Done;
        default:
            if (line is { SkipsVoting: true, IsConfirmed: false } && !MasterClaim.IsMeant(Console.In, Console.Error))
                return ExitCode.Failed;
            Surroundings.SetRight();
            return await DaemonLife.RunAsync(settings);
    }
}
catch (DroverException e)
{
    Console.Error.WriteLine($"droverd: {e.Message} ({e.Code})");
    return ExitCode.Of(e);
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
{
    Console.Error.WriteLine($"droverd: {e.Message} (START_FAILED)");
    return ExitCode.Failed;
}
