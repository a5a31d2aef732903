using Drover.Cli.CommandLine;
using Drover.Cli.Door;

namespace Drover.Cli.Listing;

/// <summary>The error of asking for a field that a resource does not have.</summary>
internal static class UnknownField
{
    public static CliException Of(DaemonDoor door, string resource, IReadOnlyList<string> names)
    {
        var known = RowReader.Fields(door, resource).Select(f => f.Name);
        var close = Suggestion.Closest(names[0], known.Concat((Layout.Of(resource)?.Derived ?? []).Select(d => d.Name)));
        return new CliException("UNKNOWN_FIELD", $"{resource} has no field {string.Join(", ", names)}", ExitCode.UnknownField,
            (close is null ? "" : $"did you mean '{close}'? ") + $"'drover fields {resource}' lists them");
    }
}
