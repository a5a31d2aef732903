using Drover.Kernel.Queries;

namespace Drover.Kernel.Tests.Queries;

public sealed class FieldDefinitionTests
{
    [Theory]
    [InlineData("Name", "T", "Doc", "Field name 'Name'")]
    [InlineData("", "T", "Doc", "Field name ''")]
    [InlineData("a-b", "T", "Doc", "Field name 'a-b'")]
    [InlineData("a", "Two words", "Doc", "Title 'Two words'")]
    [InlineData("a", "", "Doc", "Title ''")]
    [InlineData("a", "T", "doc", "Description 'doc'")]
    [InlineData("a", "T", "Doc.", "Description 'Doc.'")]
    public void A_definition_that_breaks_the_rules_is_refused(string name, string title, string doc, string message)
    {
        var error = Assert.Throws<InvalidOperationException>(() => new Field<int>(new(name, title, FieldKind.Text, doc), (_, _) => default));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_may_hold_slashes_dots_and_digits() =>
        Assert.Equal("disk.size/0", new Field<int>(new("disk.size/0", "Disk_0", FieldKind.Unit, "Size"), (_, _) => default).Definition.Name);

    [Fact]
    public void An_unknown_field_describes_itself_as_unknown() =>
        Assert.Equal("""{"name":"no such","title":"no such","kind":"unknown","doc":"Unknown field 'no such'"}""", Fleet.Json(FieldDefinition.Unknown("no such").WriteTo));
}
