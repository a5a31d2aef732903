using Drover.Cli.CommandLine;

namespace Drover.Cli.People;

/// <summary>Roles of users of the network, as options name them.</summary>
internal static class Roles
{
    /// <summary>The role that an option names; null when it is not given.</summary>
    /// <exception cref="CliException">There is no such role.</exception>
    public static string? Of(string? given) => given is null ? null : Values.Choice(given, "the-role", "viewer", "operator", "admin");
}
