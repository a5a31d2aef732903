using System.Text.Json;

namespace Drover.Kernel.Queries;

/// <summary>A condition on the rows of a resource. Made by <see cref="FilterList"/> or <see cref="FilterText"/>, or put together in code.</summary>
public abstract record QueryFilter
{
    private protected QueryFilter() { }

    /// <summary>All parts hold; true when there are none.</summary>
    public sealed record And(IReadOnlyList<QueryFilter> Parts) : QueryFilter;

    /// <summary>Any part holds; false when there are none.</summary>
    public sealed record Or(IReadOnlyList<QueryFilter> Parts) : QueryFilter;

    /// <summary>The inner condition does not hold.</summary>
    public sealed record Not(QueryFilter Inner) : QueryFilter;

    /// <summary>The field is true.</summary>
    public sealed record Truth(string Field) : QueryFilter;

    /// <summary>The field relates to a value: a text, a number, or true or false.</summary>
    public sealed record Comparison(ComparisonOperator Operator, string Field, FieldValue Value) : QueryFilter;

    /// <summary>A regular expression is found somewhere in the field.</summary>
    public sealed record Match(string Field, FilterPattern Pattern) : QueryFilter;

    /// <summary>The field is a list that holds the value.</summary>
    public sealed record Contains(string Field, FieldValue Value) : QueryFilter;

    /// <summary><paramref name="field"/> equals <paramref name="value"/>.</summary>
    public static QueryFilter Equal(string field, FieldValue value) => new Comparison(ComparisonOperator.Equal, field, value);

    /// <summary><paramref name="field"/> equals one of <paramref name="values"/>. On the name field of a resource this asks for exactly these rows.</summary>
    public static QueryFilter AnyOf(string field, IEnumerable<FieldValue> values) => new Or([.. values.Select(v => Equal(field, v))]);

    /// <summary>Writes the list form, such as <c>["==","status","running"]</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer) => FilterList.Write(writer, this);

    /// <summary>The list form.</summary>
    public sealed override string ToString() => FilterList.ToText(this);
}
