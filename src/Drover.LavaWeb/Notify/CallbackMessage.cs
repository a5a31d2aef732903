using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Drover.Kernel.Tables;
using Drover.Lab;
using Drover.Lab.Definitions;
using Drover.Lab.TestJobs;
using Drover.LavaWeb.Results;
using Drover.LavaWeb.Sessions;

namespace Drover.LavaWeb.Notify;

/// <summary>What a call tells of a test job, in LAVA's form.</summary>
/// <param name="job">The job as it was.</param>
/// <param name="callback">Where it goes, and what it is to hold.</param>
/// <param name="definition">The job's definition.</param>
/// <param name="lab">Knows its log.</param>
/// <param name="store">Knows its results.</param>
/// <param name="options">Limits.</param>
internal sealed partial class CallbackMessage(TestJob job, NotifyCallback callback, string definition, LabDomain lab, ITableReader store, CallbackOptions options)
{
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="CallRefusedException">The address is none.</exception>
    public HttpRequestMessage ToRequest()
    {
        if (!Uri.TryCreate(Filled(callback.Url), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new CallRefusedException("the url is no address of http or https");
        var request = new HttpRequestMessage(callback.IsPost ? HttpMethod.Post : HttpMethod.Get, address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("drover", null));
        if (callback.Token is { } token && !request.Headers.TryAddWithoutValidation(callback.Header, token))
            throw new CallRefusedException($"{callback.Header} is no header that can be sent");
        if (callback.IsPost)
            request.Content = Content();
        return request;
    }

    private (int Number, string Word) Status => (job.State, job.Health) switch
    {
        (TestJobState.Running, _) => (1, "running"),
        (TestJobState.Canceling, _) => (5, "canceling"),
        (TestJobState.Finished, TestJobHealth.Complete) => (2, "complete"),
        (TestJobState.Finished, TestJobHealth.Canceled) => (4, "canceled"),
        (TestJobState.Finished, _) => (3, "incomplete"),
        _ => (0, "submitted"),
    };

    private IEnumerable<(string Key, object? Value)> Members()
    {
        yield return ("id", job.Id);
        yield return ("status", (long)Status.Number);
        yield return ("status_string", Status.Word);
        yield return ("state", (long)job.State);
        yield return ("state_string", job.State.ToString());
        yield return ("health", (long)job.Health);
        yield return ("health_string", job.Health.ToString());
        yield return ("submit_time", LabTimes.Python((Timestamp?)job.Submitted));
        yield return ("start_time", LabTimes.Python(job.Started));
        yield return ("end_time", LabTimes.Python(job.Ended));
        yield return ("submitter_username", UserWords.Of(job.Submitter));
        yield return ("failure_comment", job.Comment.Length > 0 ? job.Comment : null);
        yield return ("priority", (long)job.Priority);
        yield return ("description", job.Name);
        yield return ("actual_device_id", job.Device);
        yield return ("definition", definition);
        yield return ("metadata", Array.Empty<string>());
        if (callback.Token is { } token)
            yield return ("token", token);
        if (callback.Dataset is "logs" or "all" && Log() is { } log)
            yield return ("log", log);
        if (callback.Dataset is "results" or "all")
            yield return ("results", ResultSuite.Of(store, job.Id));
    }

    private ByteArrayContent Content()
    {
        var (bytes, type) = callback.IsJson ? (Json(), "application/json") : (Encoding.ASCII.GetBytes(Form()), "application/x-www-form-urlencoded");
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    private byte[] Json()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_json))
        {
            json.WriteStartObject();
            foreach (var (key, value) in Members())
            {
                json.WritePropertyName(key);
                switch (value)
                {
                    case null:
                        json.WriteNullValue();
                        break;
                    case long number:
                        json.WriteNumberValue(number);
                        break;
                    case string text:
                        json.WriteStringValue(text);
                        break;
                    case IReadOnlyList<ResultSuite> suites:
                        json.WriteStartObject();
                        foreach (var suite in suites)
                            json.WriteString(suite.Name, ResultExport.Yaml(suite.Cases, withLines: true));
                        json.WriteEndObject();
                        break;
                    default:
                        json.WriteStartArray();
                        json.WriteEndArray();
                        break;
                }
            }
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Null and empty lists are left out, and of results the names of the suites are left.</summary>
    private string Form() => string.Join('&', Members().SelectMany(member => member.Value switch
    {
        long number => [Pair(member.Key, number.ToString(CultureInfo.InvariantCulture))],
        string text => [Pair(member.Key, text)],
        IReadOnlyList<ResultSuite> suites => suites.Select(suite => Pair(member.Key, suite.Name)),
        _ => Array.Empty<string>(),
    }));

    private static string Pair(string key, string value) => $"{key}={Uri.EscapeDataString(value)}";

    private string? Log()
    {
        using var log = lab.Logs.OpenReader(job.Id);
        return log is null ? null : Encoding.UTF8.GetString(TestJobLog.Read(log, 0, null, options.LogBytes).Lines.Span);
    }

    /// <summary>The address with what stands in braces filled in; what is not known stays.</summary>
    private string Filled(string url) => Places().Replace(url, place => place.Groups["name"].Value.ToLowerInvariant() is not ("definition" or "token" or "log" or "results" or "metadata")
        && Members().FirstOrDefault(member => member.Key.Equals(place.Groups["name"].Value, StringComparison.OrdinalIgnoreCase)) is { Value: { } value }
            ? Uri.EscapeDataString(Convert.ToString(value, CultureInfo.InvariantCulture)!)
            : place.Value);

    [GeneratedRegex(@"\{\s*(?<name>[A-Za-z_]+)\s*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Places();
}
