using Drover.Cli.CommandLine;
using Drover.Cli.Terminal;

namespace Drover.Cli;

internal static class Program
{
    public static int Main(string[] args)
    {
        var screen = Screen.OfThisProcess();
        using var session = new Session(screen, Environment.GetEnvironmentVariable);
        return App.Run(args, session);
    }
}
