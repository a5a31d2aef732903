using System.Reflection;

namespace Drover.Clinit.Arguments;

/// <summary>The texts of <c>-h</c> and <c>--version</c>.</summary>
internal static class HelpText
{
    public const string Help = $"""
        Usage: clinit [-v] [-c cltab] [-s socket] [--wait[=SECS]] [--json] [[group] level]
               clinit -k [-v] [-c cltab] [-s socket] [--json]
               clinit --cluster dir [-v] [--stale=SECS] [--json]
               clinit -d [-c cltab] [-s socket] [--clstat file] [-- option of droverd ...]

        Brings a group of services to a level; without a group, the one named like this host. Without a level the
        daemon reads its cltab again. Short options stand before the names; a lone -- ends the options.

          -d             run the daemon in the foreground: clinit becomes droverd
          -k             stop all groups and end the daemon
          -v             print the status of all groups after the reply
          -c cltab       the cltab [/etc/cltab]; its lines :::socket: and :::clstat: win over -s and --clstat
          -s socket      the socket of the daemon [/var/run/clinit/clinit.s]
          --clstat file  the status file [/var/run/clinit/clstat]
          --wait[=SECS]  return when the group is at the level, or has failed, or SECS are over
          --cluster dir  print the status of a cluster, by the status files that its nodes write below dir: a line
                         for each active group and its node; with -v for all groups. No daemon is asked
          --stale=SECS   how old such a file may be until it is told as stale [60]
          --json         print one line of JSON
          --version      print the version
          -h, --help     print this text

        {ExitCode.Help}

        """;

    public static string Version =>
        $"clinit {typeof(HelpText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]}\n";
}
