using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Drover.Web.Metrics;

/// <summary>Makes the meters of the daemon and shows what they measure in the text format of Prometheus. Measures from its making on, so it is
/// made before what is measured. Only instruments of its own meters are shown: neither those of the web server nor those of another daemon
/// in the same process.</summary>
public sealed class MetricsExport : IDisposable
{
    /// <summary>Most label values of one metric. Room for all of them is taken at once, so it is no more than is needed.</summary>
    private static readonly MetricStreamConfiguration s_shown = new() { CardinalityLimit = 50 };

    /// <summary>Some opcodes, three ends each.</summary>
    private static readonly MetricStreamConfiguration s_shownByOpcode = new() { CardinalityLimit = 1_000 };

    /// <summary>Most entries of services.</summary>
    private static readonly MetricStreamConfiguration s_shownByEntry = new() { CardinalityLimit = 4_000 };

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterProvider _provider;
    private readonly RequestDelegate _answer;

    static MetricsExport() => SdkDiagnostics.SwitchOff();

    /// <param name="more">Adds another reader of the figures; null for none.</param>
    public MetricsExport(Action<MeterProviderBuilder>? more = null)
    {
        Meters = _services.GetRequiredService<IMeterFactory>();
        var builder = Sdk.CreateMeterProviderBuilder()
            // Settings of the daemon are its own: variables of others change nothing here.
            .ConfigureServices(services => services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()))
            .SetResourceBuilder(ResourceBuilder.CreateEmpty())
            .AddMeter("Drover.*")
            .AddView(Shown)
            .AddPrometheusExporter(exporter =>
            {
                // Labels are those of docs/metrics.md and no others, and a figure is as old as its answer.
                exporter.ScopeInfoEnabled = false;
                exporter.TargetInfoEnabled = false;
                exporter.ScrapeResponseCacheDurationMilliseconds = 0;
            });
        more?.Invoke(builder);
        _provider = builder.Build();
        _answer = new ApplicationBuilder(_services)
            .UseOpenTelemetryPrometheusScrapingEndpoint(_provider, _ => true, path: null, configureBranchedPipeline: null, optionsName: null)
            .Build();
    }

    /// <summary>Makes the meters whose instruments are shown.</summary>
    public IMeterFactory Meters { get; }

    /// <summary>Answers with what all instruments show now.</summary>
    internal async Task AnswerAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await _answer(http);
        if (http.Response is { HasStarted: false, StatusCode: >= StatusCodes.Status500InternalServerError })
            throw new InvalidOperationException("The figures could not be collected.");
    }

    public void Dispose()
    {
        _provider.Dispose();
        _services.Dispose();
    }

    private MetricStreamConfiguration Shown(Instrument instrument)
    {
        if (instrument.Meter.Scope != Meters)
            return MetricStreamConfiguration.Drop;
        if (instrument.Name.StartsWith("drover.service.", StringComparison.Ordinal))
            return s_shownByEntry;
        return instrument.Name == "drover.jobs.run" ? s_shownByOpcode : s_shown;
    }
}
