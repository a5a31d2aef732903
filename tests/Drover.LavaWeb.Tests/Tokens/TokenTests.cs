using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Configuration;
using Drover.Kernel.Jobs;
using Drover.LavaWeb.Callers;
using Drover.Opcodes;
using Drover.People.Tokens;

namespace Drover.LavaWeb.Tests.Tokens;

/// <summary>Users are known by their tokens, of which hashes alone are kept.</summary>
public sealed class TokenTests
{
    [Fact]
    public async Task A_token_says_who_its_holder_is_until_it_is_taken_away()
    {
        await using var site = await LavaSite.StartAsync();
        var id = JsonSerializer.Deserialize<string>(await AddAsync(site, "ada", "s3cret", superuser: true, "boards", "ci", "boards"))!;
        await AddAsync(site, "bob", "other");
        Assert.Null(TokenCheck.Holder(site.Kernel.State, "s3cre"));
        Assert.Null(TokenCheck.Holder(site.Kernel.State, ""));
        Assert.Null(TokenCheck.Holder(site.Kernel.State, SecretHash.Of("s3cret")));
        var ada = TokenCheck.Holder(site.Kernel.State, "s3cret")!;
        Assert.Equal(("ada", "boards ci", true, "user:ada"), (ada.User, string.Join(' ', ada.Groups), ada.IsSuperuser, ada.Principal.ToString()));
        Assert.Equal(("bob", false), TokenCheck.Holder(site.Kernel.State, "other") is { } bob ? (bob.User, bob.IsSuperuser) : default);
        await site.RestartAsync();
        Assert.NotNull(TokenCheck.Holder(site.Kernel.State, "s3cret"));
        await site.DoAsync("OP_TOKEN_REMOVE", json => json.WriteString("id", id));
        Assert.Null(TokenCheck.Holder(site.Kernel.State, "s3cret"));
        Assert.NotNull(TokenCheck.Holder(site.Kernel.State, "other"));
    }

    [Fact]
    public async Task A_listing_shows_tokens_without_their_hashes_and_to_operators_alone()
    {
        await using var site = await LavaSite.StartAsync();
        await AddAsync(site, "ada", "s3cret", superuser: false, "boards");
        var all = site.Kernel.Model.Resources.Get("token").Fields.Select(field => field.Name).ToArray();
        Assert.DoesNotContain(await site.RowsAsync("token", all), row => row.Contains(SecretHash.Of("s3cret"), StringComparison.Ordinal));
        Assert.Equal(["\"ada\" [\"boards\"] false \"uid:0\""], await site.RowsAsync("token", "user", "groups", "superuser", "created_by"));
        Assert.All(site.Kernel.Model.Resources.Get("token").Fields, field => Assert.Equal(Visibility.Operators, field.Visibility));
        Assert.False(UserTokenKind(site).Shown.IsPublic);
    }

    [Theory]
    [InlineData("a b", "", "cannot have this name")]
    [InlineData("ada", "g,h", "cannot have this name")]
    [InlineData("ada", "boards", "SHA-256", "s3cret")]
    [InlineData("bob", "boards", "There is that token already")]
    public async Task What_is_wrong_with_a_token_is_told_and_nothing_is_added(string user, string group, string text, string? hash = null)
    {
        await using var site = await LavaSite.StartAsync();
        await AddAsync(site, "ada", "known");
        var id = await site.SubmitAsync("OP_TOKEN_ADD", json =>
        {
            json.WriteString("user", user);
            json.WriteString("hash", hash ?? SecretHash.Of("known"));
            json.WriteStartArray("groups");
            if (group.Length > 0)
                json.WriteStringValue(group);
            json.WriteEndArray();
        });
        Assert.Equal(JobStatus.Error, await site.UntilFinalAsync(id));
        Assert.Contains(text, site.ResultOf(id), StringComparison.Ordinal);
        Assert.Single(await site.RowsAsync("token", "user"));
    }

    [Fact]
    public async Task A_superuser_operates_the_lab_and_a_user_runs_test_jobs()
    {
        await using var site = await LavaSite.StartAsync();
        var callers = new LabCallers(site.Kernel);
        var (user, superuser) = (callers.Of(new TokenHolder("ada", [], false)), callers.Of(new TokenHolder("root", [], true)));
        string[] lab = [.. LabCallers.OpcodesOf(site.Kernel.Model)];
        Assert.Contains("OP_DEVICE_ADD", lab);
        Assert.DoesNotContain("OP_TOKEN_ADD", lab);
        Assert.All(lab, opcode => Assert.True(Submits(superuser, opcode)));
        Assert.All(lab, opcode => Assert.Equal(opcode is "OP_TEST_JOB_RUN" or "OP_TEST_GROUP_SUBMIT", Submits(user, opcode)));
        Assert.All(lab, opcode => Assert.False(Submits(LabCallers.Guest, opcode)));
        Assert.False(Submits(superuser, "OP_TOKEN_ADD"));
        Assert.False(AccessGate.Allows(superuser, new Permission(AccessAction.Administer, Protected.Daemon)));

        var own = new Permission(AccessAction.Cancel, Protected.Job, "1", user.Principal);
        var other = new Permission(AccessAction.Cancel, Protected.Job, "2", Principal.Parse("user:bob"));
        Assert.Equal((true, false, true, false), (AccessGate.Allows(user, own), AccessGate.Allows(user, other), AccessGate.Allows(superuser, other), AccessGate.Allows(LabCallers.Guest, own)));
        Assert.True(AccessGate.Allows(LabCallers.Guest, new Permission(AccessAction.View, "device")));
        Assert.False(AccessGate.Allows(LabCallers.Guest, new Permission(AccessAction.View, "node")));
    }

    [Fact]
    public async Task A_job_belongs_to_the_holder_of_the_token()
    {
        await using var site = await LavaSite.StartAsync();
        using var document = JsonDocument.Parse($$"""{"OP_ID": "OP_TEST_JOB_RUN", "definition": {{JsonSerializer.Serialize(LavaSite.Definition)}}}""");
        var opcode = new OpcodeReader(site.Kernel.Model).Read(document.RootElement, OpcodeReadOptions.Own, 0);
        var ada = new LabCallers(site.Kernel).Of(new TokenHolder("ada", [], false));
        var answer = (await site.Kernel.ExecuteAsync(new SubmitJobs([[opcode]]), ada, LavaSite.Stop))[0];
        Assert.Equal(["\"user:ada\""], await site.RowsAsync("test-job", "submitter"));
        await Assert.ThrowsAsync<NotAllowedException>(() => site.Kernel.ExecuteAsync(new CancelJob(answer.Id, kill: false), new LabCallers(site.Kernel).Of(new TokenHolder("bob", [], false)), LavaSite.Stop));
        await site.Kernel.ExecuteAsync(new CancelJob(answer.Id, kill: false), ada, LavaSite.Stop);
        Assert.Equal(JobStatus.Canceled, await site.UntilFinalAsync(answer.Id));
    }

    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void A_hash_is_that_of_everybody(string secret, string hash)
    {
        Assert.Equal(hash, SecretHash.Of(secret));
        Assert.True(SecretHash.IsHash(hash) && SecretHash.Matches(hash, secret));
        Assert.False(SecretHash.Matches(hash, secret + " ") || SecretHash.Matches(null, secret) || SecretHash.Matches("x", secret));
        Assert.False(SecretHash.IsHash(hash.ToUpperInvariant()) || SecretHash.IsHash(hash[1..]));
    }

    private static bool Submits(Caller caller, string opcode) => AccessGate.Allows(caller, new Permission(AccessAction.Submit, Protected.Opcode, opcode));

    private static ObjectKind UserTokenKind(LavaSite site) => site.Kernel.Model.Kinds.Single(kind => kind.Name == "token");

    private static Task<string> AddAsync(LavaSite site, string user, string secret, bool superuser = false, params string[] groups) => site.DoAsync("OP_TOKEN_ADD", json =>
    {
        json.WriteString("user", user);
        json.WriteString("hash", SecretHash.Of(secret));
        json.WriteStartArray("groups");
        foreach (var group in groups)
            json.WriteStringValue(group);
        json.WriteEndArray();
        json.WriteBoolean("superuser", superuser);
    });
}
