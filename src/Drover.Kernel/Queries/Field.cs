namespace Drover.Kernel.Queries;

/// <summary>A field of rows of type <typeparamref name="TRow"/>: what it is, and how its value is read.</summary>
public sealed class Field<TRow>
{
    /// <exception cref="InvalidOperationException">The definition breaks the naming rules.</exception>
    public Field(FieldDefinition definition, Func<QueryContext, TRow, FieldValue> read)
    {
        definition.Check();
        Definition = definition;
        Read = read;
    }

    /// <summary>What clients are told of the field.</summary>
    public FieldDefinition Definition { get; }

    /// <summary>Reads the cell of one row. Must be quick and must not block: what is costly belongs into the resource's probe.</summary>
    public Func<QueryContext, TRow, FieldValue> Read { get; }
}
