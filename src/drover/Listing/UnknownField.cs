using Drover.Cli.CommandLine;
using Drover.Cli.Door;

namespace Drover.Cli.Listing;

/// <summary>The error of asking for a field that a resource does not have.</summary>
internal static class UnknownField
{
    /// <param name="hasDerived">The form has the columns that follow from fields, too.</param>
    public static CliException Of(DaemonDoor door, string resource, IReadOnlyList<string> names, bool hasDerived = false)
    {
        IReadOnlyList<DerivedColumn> derived = Layout.Of(resource)?.Derived ?? [];
        if (!hasDerived && derived.FirstOrDefault(d => d.Name == names[0]) is { } column)
            return new CliException("UNKNOWN_FIELD", $"{resource} has no field {names[0]}", ExitCode.UnknownField,
                $"'{column.Name}' is a column of tables and templates, which follows from {string.Join(" and ", column.Sources)}: ask for that here");
        var known = RowReader.Fields(door, resource).Select(f => f.Name);
        var close = Suggestion.Closest(names[0], hasDerived ? known.Concat(derived.Select(d => d.Name)) : known);
        return new CliException("UNKNOWN_FIELD", $"{resource} has no field {string.Join(", ", names)}", ExitCode.UnknownField,
            (close is null ? "" : $"did you mean '{close}'? ") + $"'drover fields {resource}' lists them");
    }
}
