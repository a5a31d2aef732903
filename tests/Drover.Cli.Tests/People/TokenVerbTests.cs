using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Drover.Cli.Tests.People;

public sealed class TokenVerbTests : IAsyncLifetime
{
    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = (await FakeDaemon.StartAsync())
        .On("POST /v1/jobs", 201, """{"id":17}""")
        .OnJob(17, Canned.Wait("success", true, "", "[\"1f00cafe\"]"));

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public void A_token_is_printed_and_the_daemon_gets_its_hash_alone()
    {
        var result = _daemon.Run("token", "create", "--user", "ada", "--group", "boards", "--group", "ci", "--superuser", "--description", "for ci");
        Assert.Equal((0, ""), (result.Code, result.Err));
        var token = result.Out.TrimEnd('\n');
        Assert.Matches("^[a-z0-9]{128}$", token);
        Assert.Equal($$"""{"ops":[{"OP_ID":"OP_TOKEN_ADD","user":"ada","hash":"{{Hash(token)}}","groups":["boards","ci"],"superuser":true,"description":"for ci"}]}""", Submitted());
        Assert.DoesNotContain(_daemon.Requests, request => (request.Target + request.Body).Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public void As_json_it_comes_with_its_id_and_each_is_another_one()
    {
        var first = _daemon.Run("token", "create", "--user", "ada", "-o", "json");
        using var document = JsonDocument.Parse(first.Out);
        Assert.Equal(("1f00cafe", "ada"), (document.RootElement.GetProperty("id").GetString(), document.RootElement.GetProperty("user").GetString()));
        Assert.Contains(Hash(document.RootElement.GetProperty("token").GetString()!), Submitted(), StringComparison.Ordinal);
        Assert.NotEqual(first.Out, _daemon.Run("token", "create", "--user", "ada", "-o", "json").Out);
    }

    [Fact]
    public void Without_a_user_nothing_is_drawn()
    {
        Assert.Equal(2, _daemon.Run("token", "create").Code);
        Assert.Empty(_daemon.Requests);
    }

    [Fact]
    public void A_token_that_is_refused_is_not_printed()
    {
        _daemon.OnJob(17, Canned.Wait("error", true, "", """[["OpPrereqError",["User 'a b' cannot have this name","wrong_input"]]]"""));
        var result = _daemon.Run("token", "create", "--user", "a b");
        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.Contains("cannot have this name", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_is_taken_away_by_its_id()
    {
        Assert.Equal((0, ""), _daemon.Run("token", "del", "1f00cafe") is { } result ? (result.Code, result.Out) : default);
        Assert.Equal("""{"ops":[{"OP_ID":"OP_TOKEN_REMOVE","id":"1f00cafe"}]}""", Submitted());
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private string Submitted() => Assert.Single(_daemon.Requests, request => request.Line == "POST /v1/jobs").Body;
}
