using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Words;

namespace Drover.Cli.Listing;

/// <summary>The error of asking for a field that a resource does not have.</summary>
internal static class UnknownField
{
    /// <param name="hasDerived">The form has the columns that follow from fields, too.</param>
    public static CliException Of(DaemonDoor door, string resource, IReadOnlyList<string> names, bool hasDerived = false)
    {
        IReadOnlyList<DerivedColumn> derived = Layout.Of(resource)?.Derived ?? [];
        if (!hasDerived && derived.FirstOrDefault(d => d.Name == names[0]) is { } column)
            return new CliException("UNKNOWN_FIELD", Language.Say("field.none", resource, names[0]), ExitCode.UnknownField,
                Language.Say("field.derived", column.Name, string.Join(", ", column.Sources)));
        var known = RowReader.Fields(door, resource).Select(f => f.Name);
        var close = Suggestion.Closest(names[0], hasDerived ? known.Concat(derived.Select(d => d.Name)) : known);
        return new CliException("UNKNOWN_FIELD", Language.Say("field.none", resource, string.Join(", ", names)), ExitCode.UnknownField,
            (close is null ? "" : Language.Say("resource.meant", close)) + Language.Say("fields.hint", resource));
    }
}
