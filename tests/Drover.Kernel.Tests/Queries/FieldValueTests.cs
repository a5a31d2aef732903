using System.Text;
using Drover.Kernel.Queries;

namespace Drover.Kernel.Tests.Queries;

public sealed class FieldValueTests
{
    [Fact]
    public void Each_type_is_written_as_its_JSON()
    {
        var raw = Encoding.UTF8.GetBytes("xx{\"a\": 1}yy").AsMemory(2, 8);
        FieldValue[] values =
        [
            FieldValue.Null, true, 42L, -1.5, "a\"b", FieldValue.Of(["x", "y"]), FieldValue.Split(new Timestamp(12_000_345)),
            FieldValue.Seconds(new Timestamp(12_500_000)), FieldValue.Json(raw),
        ];
        var json = Fleet.Json(w =>
        {
            w.WriteStartArray();
            foreach (var value in values) value.WriteTo(w);
            w.WriteEndArray();
        });
        Assert.Equal("""[null,true,42,-1.5,"a\"b",["x","y"],[12,345],12.5,{"a": 1}]""", json);
    }

    [Fact]
    public void A_status_other_than_normal_is_written_as_null()
    {
        foreach (var value in new[] { FieldValue.Unknown, FieldValue.NoData, FieldValue.Unavailable, FieldValue.Offline })
            Assert.Equal("null", Fleet.Json(value.WriteTo));
        Assert.Equal([1, 2, 3, 4], new[] { FieldValue.Unknown, FieldValue.NoData, FieldValue.Unavailable, FieldValue.Offline }.Select(v => (int)v.Status));
    }

    [Fact]
    public void A_number_that_is_not_finite_becomes_nodata() => Assert.Equal(CellStatus.NoData, FieldValue.Of(double.NaN).Status);

    [Fact]
    public void Numbers_are_equal_across_types_and_texts_are_not_numbers()
    {
        Assert.Equal(FieldValue.Of(2), FieldValue.Of(2.0));
        Assert.Equal(FieldValue.Of(2).GetHashCode(), FieldValue.Of(2.0).GetHashCode());
        Assert.NotEqual(FieldValue.Of(2), FieldValue.Of("2"));
        Assert.NotEqual(FieldValue.Null, FieldValue.Unavailable);
        Assert.Equal(FieldValue.Of(["a"]), FieldValue.Of(["a"]));
    }

    [Fact]
    public void Sorting_goes_by_type_then_value_and_ends_with_cells_without_a_value()
    {
        FieldValue[] values =
        [
            FieldValue.Unavailable, "node10", "node2", 3L, 2.5, false, FieldValue.Null, FieldValue.NoData, FieldValue.Json("7"u8.ToArray()), FieldValue.Of(["b"]),
            FieldValue.Of(["a", "z"]), FieldValue.Of(["a"]),
        ];
        Array.Sort(values, FieldValue.Compare);
        Assert.Equal("""null false 2.5 3 7 "node2" "node10" ["a"] ["a","z"] ["b"] (NoData) (Unavailable)""", string.Join(' ', values));
    }

    [Theory]
    [InlineData("text", FieldKind.Text)]
    [InlineData("bool", FieldKind.Bool)]
    [InlineData("number", FieldKind.Number)]
    [InlineData("float", FieldKind.Float)]
    [InlineData("unit", FieldKind.Unit)]
    [InlineData("timestamp", FieldKind.Timestamp)]
    [InlineData("other", FieldKind.Other)]
    [InlineData("unknown", FieldKind.Unknown)]
    public void Kinds_have_their_wire_names(string name, FieldKind kind) => Assert.Equal(name, kind.WireName());
}
