using Drover.Doors.Certificates;
using Drover.Kernel;
using Drover.Web.Calls;

namespace Drover.Web.Tls;

/// <summary>Whom clients over TCP must trust.</summary>
/// <param name="certificates">What the daemon shows; null when nothing is encrypted.</param>
public sealed class TlsRoom(ICertificateSource? certificates) : IWebRoom
{
    /// <inheritdoc/>
    public void Map(RouteTable routes) => routes.Get("/v1/web-ca", Protected.Daemon, ShowAsync);

    private Task ShowAsync(Call call)
    {
        call.Parameters();
        var authority = certificates is null
            ? throw new RequestException(404, "WEB_HAS_NO_CA", "Nothing is encrypted over TCP, so there is no authority to trust. Set 'web-tls' to yes.")
            : certificates.Authority ?? throw new RequestException(404, "WEB_HAS_NO_CA",
                "The certificate of the daemon was given by the setting 'web-certificate', and its authority is none of the daemon's: who made it knows it.");
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("certificate"u8, authority);
            writer.WriteEndObject();
        });
    }
}
