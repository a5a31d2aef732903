using System.Text.Json;

namespace Drover.Kernel.Tests.Authority;

public sealed class DisclosureTests
{
    private const string Payload = """{"id":7,"ops":[{"name":"a","input":{"x":1}},{"name":"b","input":null}],"result":[1,2],"new":"secret"}""";

    private static readonly Disclosure s_shown = Disclosure.Everyone("id", "ops.name").Owner("ops.input").Operators("result");

    [Fact]
    public void Everyone_gets_what_is_named_for_everyone_and_null_for_the_rest() =>
        Assert.Equal("""{"id":7,"ops":[{"name":"a","input":null},{"name":"b","input":null}],"result":null,"new":null}""",
            Shown(s_shown, Payload, Visibility.Everyone));

    [Fact]
    public void The_owner_gets_more_and_what_nobody_has_named_stays_hidden() =>
        Assert.Equal("""{"id":7,"ops":[{"name":"a","input":{"x":1}},{"name":"b","input":null}],"result":null,"new":null}""",
            Shown(s_shown, Payload, Visibility.Everyone, Visibility.Owner));

    [Theory]
    [InlineData("""{"ops":"secret"}""", """{"ops":null}""")]
    [InlineData("""{"ops":["secret",{"name":"a"}]}""", """{"ops":[null,{"name":"a"}]}""")]
    [InlineData("""{"op":"secret","opsname":"secret"}""", """{"op":null,"opsname":null}""")]
    [InlineData("""{"name":"secret"}""", """{"name":null}""")]
    [InlineData("\"secret\"", "null")]
    public void What_has_another_shape_than_was_declared_is_hidden(string payload, string shown) =>
        Assert.Equal(shown, Shown(s_shown, payload, Visibility.Everyone));

    [Fact]
    public void Where_nothing_is_declared_nothing_is_shown()
    {
        Assert.Equal("""{"id":null}""", Shown(Disclosure.None, """{"id":7}""", Visibility.Everyone));
        Assert.False(Disclosure.None.IsPublic);
        Assert.False(Disclosure.None.Owner("a").IsPublic);
        Assert.True(s_shown.IsPublic);
    }

    private static string Shown(Disclosure disclosure, string payload, params Visibility[] seen)
    {
        using var document = JsonDocument.Parse(payload);
        return RawJson.Write(writer => disclosure.Write(writer, document.RootElement, seen.Contains)).ToString();
    }
}
