namespace Drover.Kernel.Queries;

/// <summary>What the operators of a filter mean where those who ask differ. A wire with other habits than the usual ones brings its own rules.</summary>
public sealed record FilterRules
{
    /// <summary>Those of the command line, of HTTP and of job filters.</summary>
    public static FilterRules Usual { get; } = new();

    /// <summary>A cell without a value passes every test. Otherwise it equals nothing, and nothing can be looked for in it.</summary>
    public bool MissingPasses { get; init; } = true;

    /// <summary>Every value is true or false: null, zero, the empty text and the empty list are false. Otherwise a field that stands alone must be true or false.</summary>
    public bool AllIsTrueOrFalse { get; init; }

    /// <summary>Names of hosts are equal whatever the case of their letters.</summary>
    public bool HostsIgnoreCase { get; init; }

    /// <summary>Moments compare with their fraction of a second. Otherwise as whole seconds.</summary>
    public bool FractionsCount { get; init; }

    /// <summary>Values of two types are not equal. Otherwise they cannot be compared.</summary>
    public bool OtherTypesDiffer { get; init; }

    /// <summary>A value is held against the kind of its field before any row is looked at: what can never fit is <c>FILTER_KIND</c>.</summary>
    public bool ChecksKinds { get; init; }

    /// <summary>A row that is named more than once is listed once.</summary>
    public bool NamedRowsOnce { get; init; }
}
