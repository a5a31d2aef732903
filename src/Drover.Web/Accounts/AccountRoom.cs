using Drover.Kernel;
using Drover.People.Accounts;
using Drover.People.Passwords;
using Drover.People.SecondFactor;
using Drover.People.SignIn;
using Drover.Web.Calls;
using Drover.Web.Sessions;

namespace Drover.Web.Accounts;

/// <summary>Makes of the secrets of accounts what a job may carry: a password and the secret of a second factor stand in no job, no journal and no log. And users change their own password.</summary>
/// <param name="key">Seals them.</param>
/// <param name="hasher">Hashes passwords.</param>
/// <param name="sessions">Knows who has which password.</param>
/// <param name="issuer">What authenticators call this daemon.</param>
public sealed class AccountRoom(AccountKey key, PasswordHasher hasher, WebSessions sessions, string issuer) : IWebRoom
{
    private const string Changes = "OP_ACCOUNT_SET";
    private const int LongestCode = 40;

    /// <inheritdoc/>
    public void Map(RouteTable routes)
    {
        routes.Post("/v1/password-hashes", AccessAction.Submit, Protected.Opcode, HashAsync);
        routes.Post("/v1/second-factors", AccessAction.Submit, Protected.Opcode, DrawAsync);
        // Who changes a password shows it: nothing else of them counts.
        routes.ByToken("POST", "/v1/own-password", ChangeAsync);
    }

    private async Task ChangeAsync(Call call)
    {
        call.Parameters();
        sessions.CheckWay(call.Http);
        using var body = await call.BodyAsync();
        var fields = Fields.Read(body.RootElement, "", "user", "password", "code", "new_password");
        var user = fields.Name("user") ?? throw fields.Missing("user", "the account");
        var password = fields.Text("password", PasswordHasher.Longest) ?? throw fields.Missing("password", "the password that it has");
        var next = fields.Text("new_password", PasswordHasher.Longest) ?? throw fields.Missing("new_password", "the password that it is to have");
        var answer = await sessions.ChangePasswordAsync(new SignInAttempt(user, password, fields.Text("code", LongestCode) ?? "", call.Address), next, call.Aborted);
        if (answer.Wait is { } wait)
            throw new RequestException(429, "SIGN_IN_HELD_UP", $"Too many attempts have failed. Try again in {Math.Ceiling(wait.TotalMinutes)} min.");
        if (answer.Principal is null)
            throw new RequestException(403, "SIGN_IN_REFUSED", "User, password or code is not right.");
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("done"u8, true);
            writer.WriteEndObject();
        });
    }

    private async Task HashAsync(Call call)
    {
        call.Parameters();
        AccessGate.Require(call.Caller, new Permission(AccessAction.Submit, Protected.Opcode, Changes));
        using var body = await call.BodyAsync();
        var fields = Fields.Read(body.RootElement, "", "password");
        var password = fields.Text("password", PasswordHasher.Longest) ?? throw fields.Missing("password", "the password that is to be hashed");
        if (hasher.Problem(password) is { } problem)
            throw RequestException.Bad("PASSWORD_REFUSED", $"{problem}.", "password");
        var hash = await hasher.HashAsync(password, call.Aborted);
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("hash"u8, hash);
            writer.WriteEndObject();
        });
    }

    private async Task DrawAsync(Call call)
    {
        call.Parameters();
        AccessGate.Require(call.Caller, new Permission(AccessAction.Submit, Protected.Opcode, Changes));
        using var body = await call.BodyAsync();
        var fields = Fields.Read(body.RootElement, "", "user");
        var drawn = Enrolment.Draw(key, issuer, fields.Name("user") ?? throw fields.Missing("user", "the account that it is for"));
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("second_factor"u8, drawn.Sealed);
            writer.WriteString("address"u8, drawn.Address);
            writer.WriteStartArray("recovery_codes"u8);
            foreach (var code in drawn.RecoveryCodes)
                writer.WriteStringValue(code);
            writer.WriteEndArray();
            writer.WriteStartArray("recovery_code_hashes"u8);
            foreach (var code in drawn.RecoveryCodes)
                writer.WriteStringValue(Enrolment.HashOf(code));
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
