using System.Text.Json;
using System.Text.Json.Serialization;
using Drover.People.Accounts;

namespace Drover.OpenId;

/// <summary>What a browser keeps while it is at the provider, sealed: nothing of it is remembered here, so that strangers who begin to sign in take no place.</summary>
/// <param name="State">What the answer must bring back (RFC 6749, 10.12).</param>
/// <param name="Nonce">What the ID token must name (OpenID Connect Core, 3.1.2.1).</param>
/// <param name="Verifier">What only the one who has begun can show for the code (RFC 7636).</param>
/// <param name="Back">Where the browser was told to come back to.</param>
/// <param name="Ends">Until when.</param>
internal sealed record Ticket(string State, string Nonce, string Verifier, Uri Back, DateTimeOffset Ends)
{
    private const string Purpose = "openid";

    public string Close(SealBox box) => box.Close(JsonSerializer.SerializeToUtf8Bytes(this, TicketJson.Default.Ticket), Purpose);

    /// <summary>What was sealed here, and is still good; null for all else.</summary>
    public static Ticket? Open(SealBox box, string? text, DateTimeOffset now) =>
        text is not null && box.Open(text, Purpose) is { } json && JsonSerializer.Deserialize(json, TicketJson.Default.Ticket) is { } ticket && now < ticket.Ends ? ticket : null;
}

[JsonSerializable(typeof(Ticket))]
internal sealed partial class TicketJson : JsonSerializerContext;
