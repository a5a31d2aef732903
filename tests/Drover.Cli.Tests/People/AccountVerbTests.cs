using System.Text.Json;

namespace Drover.Cli.Tests.People;

/// <summary>Accounts, and sessions of browsers.</summary>
public sealed class AccountVerbTests : IAsyncLifetime
{
    private const string Password = "correct horse battery";

    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = (await FakeDaemon.StartAsync())
        .On("POST /v1/password-hashes", 200, """{"hash":"$argon2id$x"}""")
        .On("POST /v1/second-factors", 200, """{"second_factor":"sealed","address":"otpauth://totp/x?secret=ABC","recovery_codes":["one","two"],"recovery_code_hashes":["h1","h2"]}""")
        .On("POST /v1/jobs", 201, """{"id":17}""")
        .OnJob(17, Canned.Wait("success", true, "", "[null]"));

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public void A_password_is_read_from_standard_input_and_its_hash_alone_is_submitted()
    {
        var result = Run(Password + "\n", false, "account", "add", "ada", "--role", "operator");
        Assert.Equal((0, "", ""), (result.Code, result.Out, result.Err));
        Assert.Equal($$"""{"password":"{{Password}}"}""", BodyOf("POST /v1/password-hashes"));
        Assert.Equal("""{"ops":[{"OP_ID":"OP_ACCOUNT_ADD","name":"ada","role":"operator","password_hash":"$argon2id$x"}]}""", BodyOf("POST /v1/jobs"));
    }

    [Fact]
    public void On_a_terminal_it_is_asked_for_twice()
    {
        // Each question reads the same line here.
        var result = Run(Password + "\n", true, "account", "passwd", "ada");
        Assert.Equal((0, "New password of ada: \nThe same again: \n"), (result.Code, result.Err));
        Assert.Equal("""{"ops":[{"OP_ID":"OP_ACCOUNT_SET","name":"ada","password_hash":"$argon2id$x"}]}""", BodyOf("POST /v1/jobs"));
    }

    [Theory]
    [InlineData("""{"user":"ada","password":"old horse battery","new_password":"correct horse battery"}""", "account", "password", "ada")]
    [InlineData("""{"user":"ada","password":"old horse battery","code":"123456","new_password":"correct horse battery"}""", "account", "password", "ada", "--code", "123456")]
    public void Users_change_their_own_password_by_two_lines(string body, params string[] words)
    {
        _daemon.On("POST /v1/own-password", 200, """{"done":true}""");
        Assert.Equal((0, "", ""), Run($"old horse battery\n{Password}\n", false, words) is { } result ? (result.Code, result.Out, result.Err) : default);
        Assert.Equal(body, BodyOf("POST /v1/own-password"));
    }

    [Fact]
    public void On_a_terminal_the_old_one_is_asked_for_first()
    {
        _daemon.On("POST /v1/own-password", 403, """{"error":{"code":"SIGN_IN_REFUSED","message":"User, password or code is not right."}}""");
        var result = Run(Password + "\n", true, "account", "password", "ada");
        Assert.NotEqual(0, result.Code);
        Assert.StartsWith("Present password of ada: \nNew password of ada: \nThe same again: \n", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void With_one_line_alone_nothing_is_sent()
    {
        Assert.Equal(2, Run(Password + "\n", false, "account", "password", "ada").Code);
        Assert.Empty(_daemon.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public void Without_a_password_nothing_is_sent(string input)
    {
        Assert.Equal(2, Run(input, false, "account", "passwd", "ada").Code);
        Assert.Empty(_daemon.Requests);
    }

    [Theory]
    [InlineData("""{"ops":[{"OP_ID":"OP_ACCOUNT_ADD","name":"ci","role":"viewer"}]}""", "account", "add", "ci", "--no-password")]
    [InlineData("""{"ops":[{"OP_ID":"OP_ACCOUNT_SET","name":"ada","password_hash":""}]}""", "account", "passwd", "ada", "--none")]
    [InlineData("""{"ops":[{"OP_ID":"OP_ACCOUNT_SET","name":"ada","role":"admin"}]}""", "account", "set", "ada", "--role", "admin")]
    [InlineData("""{"ops":[{"OP_ID":"OP_ACCOUNT_SET","name":"ada","second_factor":"","recovery_codes":[]}]}""", "account", "totp", "ada", "--off")]
    [InlineData("""{"ops":[{"OP_ID":"OP_ACCOUNT_REMOVE","name":"ada"}]}""", "account", "del", "ada")]
    public void Accounts_change_by_jobs(string job, params string[] words)
    {
        Assert.Equal(0, _daemon.Run(words).Code);
        Assert.Equal(job, BodyOf("POST /v1/jobs"));
    }

    [Fact]
    public void A_second_factor_is_printed_once_it_is_stored_and_what_is_stored_is_sealed()
    {
        var result = _daemon.Run("account", "totp", "ada");
        Assert.Equal((0, "otpauth://totp/x?secret=ABC\none\ntwo\n"), (result.Code, result.Out));
        Assert.Equal("""{"ops":[{"OP_ID":"OP_ACCOUNT_SET","name":"ada","second_factor":"sealed","recovery_codes":["h1","h2"]}]}""", BodyOf("POST /v1/jobs"));
        _daemon.OnJob(17, Canned.Wait("error", true, "", """[["OpPrereqError",["Account nobody not found","unknown_entity"]]]"""));
        Assert.Equal((1, ""), _daemon.Run("account", "totp", "nobody") is { } refused ? (refused.Code, refused.Out) : default);
    }

    [Theory]
    [InlineData("account", "set", "ada")]
    [InlineData("account", "set", "ada", "--role", "root")]
    [InlineData("account", "add", "ada", "--role", "operators", "--no-password")]
    [InlineData("token", "create", "--user", "ada", "--role", "all")]
    public void A_role_that_is_none_is_told(params string[] words)
    {
        Assert.Equal(2, _daemon.Run(words).Code);
        Assert.Empty(_daemon.Requests);
    }

    [Fact]
    public void A_token_may_have_a_role()
    {
        Assert.Equal(0, _daemon.Run("token", "create", "--user", "ada", "--role", "operator").Code);
        using var job = JsonDocument.Parse(BodyOf("POST /v1/jobs"));
        Assert.Equal("operator", job.RootElement.GetProperty("ops")[0].GetProperty("role").GetString());
    }

    [Fact]
    public void Sessions_are_listed_and_ended()
    {
        _daemon.On("GET /v1/sessions", """{"sessions":[{"id":"1f00cafe","user":"user:ada","from":"192.0.2.7","began":"2026-01-02T03:04:05+00:00","ends":"2026-01-02T15:04:05+00:00"}]}""")
            .On("POST /v1/sessions/1f00cafe/end", 200, """{"done":true}""");
        Assert.Equal("1f00cafe  user:ada from 192.0.2.7, until 2026-01-02 15:04\n", _daemon.Run("session", "list").Out);
        Assert.Equal((0, ""), _daemon.Run("session", "end", "1f00cafe") is { } result ? (result.Code, result.Out) : default);
        Assert.Contains(_daemon.Requests, request => request.Line == "POST /v1/sessions/1f00cafe/end");
    }

    [Fact]
    public void The_authority_to_trust_is_printed_as_it_stands_in_a_file()
    {
        _daemon.On("GET /v1/web-ca", """{"certificate":"-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----"}""");
        Assert.Equal("-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n", _daemon.Run("web", "--ca").Out);
    }

    private CliResult Run(string input, bool isTerminal, params string[] words) => CliRun.InProcess([.. words, "--socket", _daemon.SocketPath], input: input, inIsTerminal: isTerminal);

    private string BodyOf(string line) => _daemon.Requests.Last(request => request.Line == line).Body;
}
