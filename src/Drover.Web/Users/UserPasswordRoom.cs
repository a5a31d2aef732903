using Drover.Directories.Passwords;
using Drover.Kernel;
using Drover.Web.Calls;

namespace Drover.Web.Users;

/// <summary>Makes of the password of a user of a machine what a job may carry, or draws one: it is told to who asks, this once, and stands in no job, no journal and no log.</summary>
/// <param name="seal">Hashes and seals; null where no accounts are looked after.</param>
public sealed class UserPasswordRoom(PasswordSeal? seal) : IWebRoom
{
    private const string Changes = "OP_DIRECTORY_USER_SET";

    // A hash takes a tenth of a second of a processor: two at once leave the others to those who work.
    private static readonly SemaphoreSlim s_places = new(2);

    /// <inheritdoc/>
    public void Map(RouteTable routes) => routes.Post("/v1/user-passwords", AccessAction.Submit, Protected.Opcode, SealAsync);

    private async Task SealAsync(Call call)
    {
        call.Parameters();
        AccessGate.Require(call.Caller, new Permission(AccessAction.Submit, Protected.Opcode, Changes));
        using var body = await call.BodyAsync();
        var fields = Fields.Read(body.RootElement, "", "password", "length");
        var given = fields.Text("password", int.MaxValue);
        var length = fields.Number("length", DrawnPassword.Shortest, DrawnPassword.Longest);
        if (given is not null && length is not null)
            throw RequestException.Bad("FIELD_INVALID", "Give a password, or the length of one that is to be drawn, not both.", "length");
        if (seal is null)
            throw new RequestException(409, "ACCOUNTS_OFF", "This daemon looks after no accounts of machines. Start droverd with --accounts.");
        if (given is not null && PasswordSeal.Problem(given) is { } problem)
            throw RequestException.Bad("PASSWORD_REFUSED", $"{problem}.", "password");
        var password = given ?? DrawnPassword.Draw((int)(length ?? DrawnPassword.UsualLength));
        await s_places.WaitAsync(call.Aborted);
        string sealedHash;
        try
        {
            sealedHash = seal.Seal(password);
        }
        finally
        {
            s_places.Release();
        }
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("password_sealed"u8, sealedHash);
            if (given is null)
                writer.WriteString("password"u8, password);
            writer.WriteEndObject();
        });
    }
}
