using System.Text.Json;

namespace Drover.Cli.Listing;

/// <summary>How the rows of a listing are printed: told the fields, then each row, then the end.</summary>
internal abstract class RowForm
{
    /// <summary>Called once, also where no row follows.</summary>
    public abstract void Begin(IReadOnlyList<Field> fields);

    /// <param name="row">Cells <c>[status, value]</c>; gone after the call.</param>
    public abstract void Add(JsonElement row);

    /// <summary>More may take a while: what is printed so far can go out.</summary>
    public virtual void Pause() { }

    public virtual void End() { }
}
