using System.Text.Json;

namespace Drover.Kernel.Tests.Authority;

public sealed class PrincipalTests
{
    [Theory]
    [InlineData("system")]
    [InlineData("anonymous")]
    [InlineData("uid:0")]
    [InlineData("uid:4294967295")]
    [InlineData("user:ada@example.com")]
    [InlineData("worker:w1")]
    [InlineData("job:17")]
    public void A_principal_is_read_and_written_as_the_same_text(string text)
    {
        Assert.Equal(text, Principal.Parse(text).ToString());
        var json = JsonSerializer.Serialize(Principal.Parse(text));
        Assert.Equal($"\"{text}\"", json);
        Assert.Equal(Principal.Parse(text), JsonSerializer.Deserialize<Principal>(json));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("uid:")]
    [InlineData("uid:007")]
    [InlineData("uid:-1")]
    [InlineData("uid:4294967296")]
    [InlineData(":ada")]
    [InlineData("User:ada")]
    [InlineData("user:ada lovelace")]
    [InlineData("user:ada\n")]
    public void A_text_that_names_nobody_is_refused(string? text)
    {
        Assert.False(Principal.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Principal.Parse(text ?? ""));
    }

    [Fact]
    public void A_name_has_an_end()
    {
        Assert.True(Principal.TryParse("user:" + new string('a', 195), out _));
        Assert.False(Principal.TryParse("user:" + new string('a', 196), out _));
    }

    [Theory]
    [InlineData("1000", "uid:1000")]
    [InlineData("0", "uid:0")]
    public void A_number_of_an_earlier_version_is_a_user_id(string json, string principal) =>
        Assert.Equal(principal, JsonSerializer.Deserialize<Principal>(json).ToString());

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("true")]
    [InlineData("\"nobody\"")]
    public void What_is_no_principal_is_refused_when_it_is_read(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Principal>(json));

    [Fact]
    public void Only_users_of_the_machine_have_a_user_id()
    {
        Assert.Equal(1000u, Principal.OfUid(1000).Uid);
        Assert.Equal(0u, default(Principal).Uid);
        Assert.Null(Principal.System.Uid);
        Assert.Null(Principal.OfJob(17).Uid);
        Assert.Null(Principal.Parse("user:17").Uid);
    }

    [Fact]
    public void The_default_is_the_superuser() => Assert.Equal(Principal.OfUid(0), default);
}
