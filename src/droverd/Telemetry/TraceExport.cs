using System.Diagnostics;
using System.Text.Json;
using Drover.Cluster;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Web.Jobs;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Drover.Daemon.Telemetry;

/// <summary>Sends the spans of each job that ends to a collector (OTLP over HTTP). Nobody waits for that: what the collector does not take in time is lost.</summary>
/// <param name="options">Where they go.</param>
/// <param name="logging">Takes lines about what is lost.</param>
internal sealed class TraceExport(OtlpOptions options, ILoggerFactory logging) : IDomain, IController, IDisposable
{
    private const int LongestFlush = 2_000;

    private readonly ILogger _log = logging.CreateLogger(Log.Category);
    private readonly ActivitySource _source = new("Drover.Jobs");
    private readonly CancellationTokenSource _end = new();
    private TracerProvider? _provider;
    private Task _following = Task.CompletedTask;

    /// <inheritdoc/>
    public void Describe(DomainBuilder d) => d.Controller(this);

    /// <inheritdoc/>
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        _provider = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(OtlpOptions.NoEnvironment))
            .SetResourceBuilder(options.Resource)
            .AddSource(_source.Name)
            .AddOtlpExporter(options.To("/v1/traces"))
            .Build();
        // Now, and not in the task: what ends from here on is told.
        var events = Subscribe(kernel);
        _following = Task.Run(() => FollowAsync(kernel, events), CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _end.CancelAsync();
        await _following;
        await Task.Run(() => _provider?.ForceFlush(LongestFlush), CancellationToken.None);
        Dispose();
    }

    public void Dispose()
    {
        _provider?.Dispose();
        _source.Dispose();
        _end.Dispose();
    }

    private static EventSubscription Subscribe(IKernel kernel) => kernel.Events.Subscribe(record => record.Kind is "opcode-ended" or "job-canceled");

    private async Task FollowAsync(IKernel kernel, EventSubscription events)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using (events)
                    await FollowToEndAsync(kernel, events);
                return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (DroverException e)
            {
                // More jobs have ended than can be told of.
                Log.TracesLost(_log, e.Message);
                events = Subscribe(kernel);
            }
        }
        events.Dispose();
    }

    private async Task FollowToEndAsync(IKernel kernel, EventSubscription events)
    {
        var spans = new JobSpans(_source, ClusterIdentity.Of(kernel.State)?.Uuid ?? "");
        await foreach (var record in events.Records.ReadAllAsync(_end.Token))
        {
            using var context = kernel.Look(Caller.System);
            if (context.State.Jobs.GetValueOrDefault(JobOf(record)) is { } entry && entry.Status.IsFinal())
                spans.Tell(JobLookup.Body(context, entry));
        }
    }

    private static long JobOf(JournalRecord record)
    {
        using var payload = JsonDocument.Parse(record.Payload);
        return payload.RootElement.GetProperty("id").GetInt64();
    }
}
