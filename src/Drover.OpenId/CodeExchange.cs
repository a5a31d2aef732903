using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Drover.OpenId;

/// <summary>Gets an ID token for the code that a browser has brought (RFC 6749, 4.1.3). The daemon proves who it is, and that it has begun this sign-in.</summary>
internal sealed class CodeExchange(OpenIdOptions options, HttpClient http)
{
    private const string ByBody = "client_secret_post", ByHeader = "client_secret_basic";

    /// <exception cref="RefusedException">The provider refuses, or answers no ID token.</exception>
    /// <exception cref="ProviderAwayException">It does not answer.</exception>
    public async Task<string> RedeemAsync(string code, Ticket ticket, OpenIdConnectConfiguration provider, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, provider.TokenEndpoint);
        Dictionary<string, string> form = new(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = ticket.Back.AbsoluteUri,
            ["code_verifier"] = ticket.Verifier,
            ["client_id"] = options.ClientId,
        };
        var methods = provider.TokenEndpointAuthMethodsSupported;
        if (options.ClientSecret is { } secret && methods.Contains(ByBody) && !methods.Contains(ByHeader))
            form["client_secret"] = secret;
        else if (options.ClientSecret is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(options.ClientId)}:{Uri.EscapeDataString(options.ClientSecret)}")));
        request.Content = new FormUrlEncodedContent(form);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            if (!response.IsSuccessStatusCode)
                throw new RefusedException($"the provider does not take the code ({Text(answer.RootElement, "error") ?? $"{(int)response.StatusCode}"})");
            return Text(answer.RootElement, "id_token") ?? throw new RefusedException("the provider answers no ID token");
        }
        catch (JsonException)
        {
            throw new RefusedException("the provider answers no JSON");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new ProviderAwayException("it does not answer");
        }
    }

    private static string? Text(JsonElement answer, string member) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
