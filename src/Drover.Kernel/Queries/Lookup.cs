namespace Drover.Kernel.Queries;

/// <summary>The row that a name means; the default value says that there is none.</summary>
public readonly struct Lookup<TRow> where TRow : notnull
{
    /// <summary>It was found.</summary>
    public Lookup(TRow row)
    {
        Row = row;
        IsFound = true;
    }

    /// <summary>Whether it was found.</summary>
    public bool IsFound { get; }

    /// <summary>The row; only when <see cref="IsFound"/>.</summary>
    public TRow Row { get; }

    /// <summary>The row, or nothing for null.</summary>
    public static implicit operator Lookup<TRow>(TRow? row) => row is null ? default : new(row);
}
