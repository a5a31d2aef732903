using Drover.Kernel;
using Drover.People.Accounts;
using Drover.People.Passwords;
using Drover.People.SecondFactor;
using Drover.Web.Calls;

namespace Drover.Web.Accounts;

/// <summary>Makes of the secrets of accounts what a job may carry: a password and the secret of a second factor stand in no job, no journal and no log.</summary>
/// <param name="key">Seals them.</param>
/// <param name="hasher">Hashes passwords.</param>
/// <param name="issuer">What authenticators call this daemon.</param>
public sealed class AccountRoom(AccountKey key, PasswordHasher hasher, string issuer) : IWebRoom
{
    private const string Changes = "OP_ACCOUNT_SET";

    /// <inheritdoc/>
    public void Map(RouteTable routes)
    {
        routes.Post("/v1/password-hashes", AccessAction.Submit, Protected.Opcode, HashAsync);
        routes.Post("/v1/second-factors", AccessAction.Submit, Protected.Opcode, DrawAsync);
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
