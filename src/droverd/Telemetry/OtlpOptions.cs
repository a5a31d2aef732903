using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;

namespace Drover.Daemon.Telemetry;

/// <summary>Where traces and figures go by OTLP.</summary>
/// <param name="Endpoint">The collector's address, such as <c>http://127.0.0.1:4318</c>.</param>
/// <param name="Node">This node.</param>
/// <param name="Interval">How often figures are sent.</param>
internal sealed record OtlpOptions(Uri Endpoint, string Node, TimeSpan Interval)
{
    /// <summary>Settings of the daemon are its own: variables of others change nothing here.</summary>
    public static IConfiguration NoEnvironment => new ConfigurationBuilder().Build();

    /// <summary>Whose traces and figures these are.</summary>
    public ResourceBuilder Resource => ResourceBuilder.CreateEmpty().AddService("droverd", serviceVersion: Composition.Version, serviceInstanceId: Node, autoGenerateServiceInstanceId: false)
        .AddAttributes([new KeyValuePair<string, object>("host.name", Node)]);

    /// <summary>Sends to a path below the address.</summary>
    public Action<OtlpExporterOptions> To(string path) => exporter =>
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri(Endpoint.AbsoluteUri.TrimEnd('/') + path);
    };
}
