using System.Globalization;
using System.Text.Json;
using Drover.Kernel.Queries;
using Drover.Lab.Definitions;
using Drover.Lab.DeviceTypes;
using Drover.Lab.Results;
using Drover.Lab.TestJobs;
using Drover.LavaWeb.Results;
using Drover.LavaWeb.Sessions;
using Microsoft.AspNetCore.Http;

namespace Drover.LavaWeb.Rest;

/// <summary><c>jobs/</c>.</summary>
internal static class RestJobs
{
    public static Task AnswerAsync(RestRequest request, string[] path) => path switch
    {
        [] when request.IsPost => SubmitAsync(request),
        [] => ListAsync(request),
        ["validate" or "validate_testdef"] => ValidateAsync(request),
        ["batch_cancel"] => CancelAllAsync(request),
        [var id] => ShowAsync(request, id),
        [var id, "logs"] => LogsAsync(request, id),
        [var id, "cancel"] => CancelAsync(request, id),
        [var id, "resubmit"] => ResubmitAsync(request, id),
        [var id, "csv"] => ExportAsync(request, id, (_, rows) => request.TextAsync("application/csv", ResultExport.Csv(Piece(request, rows)))),
        [var id, "yaml"] => ExportAsync(request, id, (_, rows) => request.TextAsync("application/yaml", ResultExport.Yaml(rows))),
        [var id, "junit"] => ExportAsync(request, id, (_, rows) => request.TextAsync("application/xml", ResultFormats.Junit(rows, request.Parameter("classname_prefix")))),
        [var id, "tap13"] => ExportAsync(request, id, (_, rows) => request.TextAsync("application/yaml", ResultFormats.Tap(rows))),
        [var id, "metadata"] => ExportAsync(request, id, (_, _) => request.JsonAsync(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("metadata");
            json.WriteEndArray();
            json.WriteEndObject();
        })),
        [var id, "suites", .. var below] => ExportAsync(request, id, (job, rows) => RestResults.SuitesAsync(request, job, rows, below)),
        [var id, "tests", .. var below] => ExportAsync(request, id, (job, rows) => RestResults.TestsAsync(request, job, rows, rows, below)),
        _ => throw RestException.NotFound,
    };

    private static IReadOnlyList<RestField<TestJob>> Fields(QueryContext moment) =>
    [
        new("id", job => job.Id) { Kind = RestKind.Number, IsOrder = true },
        new("submitter", job => UserWords.Of(job.Submitter)),
        new("submitter__username", job => UserWords.Of(job.Submitter)),
        new("viewing_groups", job => job.Visibility is "public" or "personal" ? Array.Empty<long>() : job.Visibility.Split(',').Select(RestNumbers.Of).ToArray()) { Kind = RestKind.Number },
        new("viewing_groups__name", job => job.Visibility is "public" or "personal" ? Array.Empty<string>() : job.Visibility.Split(',')),
        new("description", job => job.Name),
        new("health_check", job => job.HealthCheck) { Kind = RestKind.Flag },
        new("requested_device_type", job => job.DeviceType) { IsKnown = type => moment.State.Objects.Find(DeviceType.Kind, type) is not null },
        new("requested_device_type__name", job => job.DeviceType),
        new("tags", job => job.Tags.Select(RestNumbers.Of).ToArray()) { Kind = RestKind.Number },
        new("tags__name", job => job.Tags.ToArray()),
        new("actual_device", job => job.Device),
        new("actual_device__hostname", job => job.Device),
        new("submit_time", job => job.Submitted) { Kind = RestKind.Moment, IsOrder = true },
        new("start_time", job => job.Started) { Kind = RestKind.Moment, IsOrder = true },
        new("end_time", job => job.Ended) { Kind = RestKind.Moment, IsOrder = true },
        new("state", job => job.State.ToString()) { Words = Enum.GetNames<TestJobState>() },
        new("health", job => job.Health.ToString()) { Words = Enum.GetNames<TestJobHealth>() },
        new("priority", job => (long)job.Priority) { Kind = RestKind.Number },
        new("definition", job => SortedYaml.Of(LabSession.Definition(moment, job.Id))) { IsFilter = false },
        new("original_definition", job => LabSession.Submitted(moment, job)) { IsFilter = false },
        new("multinode_definition", job => job.SubId is null ? "" : LabSession.Submitted(moment, job)),
        new("failure_tags", _ => Array.Empty<long>()) { Kind = RestKind.Number },
        new("target_group", job => job.Group) { IsHidden = true },
        new("failure_comment", job => job.Comment.Length > 0 ? job.Comment : null),
    ];

    private static async Task ListAsync(RestRequest request)
    {
        request.Allow("GET", "POST");
        using var moment = request.Session.Look();
        await RestListing.AnswerAsync(request, Fields(moment), Rows(request, moment));
    }

    /// <summary>What can match. Those that are over lie in the store: they are read only when they are wanted.</summary>
    private static IEnumerable<TestJob> Rows(RestRequest request, QueryContext moment)
    {
        if (request.Number("id") is { } id)
            return TestJobLookup.Find(moment.State, moment.Store, id) is { } one && request.Session.Sees(one) ? [one] : [];
        var states = request.Parameter("state") is { } state ? [state] : request.Parameter("state__in")?.Split(',');
        return states is not null && !states.Contains(nameof(TestJobState.Finished))
            ? moment.State.Objects.All(TestJob.Kind).Reverse().Where(request.Session.Sees)
            : request.Session.JobsNewestFirst(moment);
    }

    private static async Task ShowAsync(RestRequest request, string id)
    {
        request.Allow("GET");
        using var moment = request.Session.Look();
        var job = Job(request, moment, id);
        await request.JsonAsync(json => RestListing.Write(json, Fields(moment), job));
    }

    private static async Task SubmitAsync(RestRequest request)
    {
        request.RequireUser();
        var body = await RestBody.ReadAsync(request.Call);
        await SubmitAsync(request, body.RequiredText("definition"));
    }

    private static async Task ResubmitAsync(RestRequest request, string id)
    {
        request.Allow("POST");
        request.RequireUser();
        string definition;
        using (var moment = request.Session.Look())
            definition = LabSession.Submitted(moment, Job(request, moment, id));
        await (definition.Length > 0 ? SubmitAsync(request, definition) : throw RestException.WithMessage($"The definition of job {id} is kept no more: submit it anew."));
    }

    private static async Task SubmitAsync(RestRequest request, string definition)
    {
        const string OneDevice = "Device unavailable: ";
        const string Invalid = "Invalid job definition: ";
        SubmittedTestJobs made;
        try
        {
            made = await request.Session.SubmitTestJobAsync(definition);
        }
        catch (LabRefusedException e) when (e.Status == 400 && e.Message.StartsWith(OneDevice, StringComparison.Ordinal))
        {
            throw RestException.WithMessage($"Devices unavailable: {e.Message[OneDevice.Length..]}");
        }
        catch (LabRefusedException e) when (e.Status == 400 && e.Message.StartsWith(Invalid, StringComparison.Ordinal))
        {
            throw RestException.WithMessage($"job submission failed: {e.Message[Invalid.Length..]}");
        }
        await request.JsonAsync(json =>
        {
            json.WriteStartObject();
            json.WriteString("message", "job(s) successfully submitted");
            json.WriteStartArray("job_ids");
            if (made.Members.Count == 0)
                json.WriteNumberValue(made.Id);
            foreach (var member in made.Members)
                json.WriteStringValue(member);
            json.WriteEndArray();
            json.WriteEndObject();
        }, StatusCodes.Status201Created);
    }

    private static async Task ValidateAsync(RestRequest request)
    {
        request.Allow("POST");
        var body = await RestBody.ReadAsync(request.Call);
        var definition = body.RequiredText("definition");
        try
        {
            JobDefinition.Read(definition, body.Flag("strict") == true ? DefinitionRules.StrictValidation : DefinitionRules.Validation);
        }
        catch (DefinitionException e)
        {
            await request.MessageAsync($"Job invalid: {e.Message}");
            return;
        }
        await request.MessageAsync("Job valid");
    }

    private static async Task CancelAsync(RestRequest request, string id)
    {
        request.Allow("GET", "POST");
        request.RequireUser();
        TestJob job;
        using (var moment = request.Session.Look())
            job = Job(request, moment, id);
        await request.Session.CancelAsync(job);
        await request.MessageAsync("Job cancel signal sent.");
    }

    /// <summary>Cancels those of a list that there are and that the caller may cancel; the others are named.</summary>
    private static async Task CancelAllAsync(RestRequest request)
    {
        request.Allow("POST");
        request.RequireUser();
        var asked = (await RestBody.ReadAsync(request.Call)).Texts("job_ids") ?? throw RestException.Required("job_ids");
        List<string> canceled = [], invalid = [];
        foreach (var id in asked.Distinct(StringComparer.Ordinal))
        {
            TestJob? job;
            using (var moment = request.Session.Look())
                job = Find(request, moment, id);
            (job is not null && await MayCancelAsync(request, job) ? canceled : invalid).Add(id);
        }
        await request.JsonAsync(json =>
        {
            json.WriteStartObject();
            json.WriteString("message", $"Job cancel signal sent to {canceled.Count} of {canceled.Count + invalid.Count} jobs.");
            Write(json, "job_ids", canceled);
            Write(json, "invalid_job_ids", invalid);
            json.WriteEndObject();
        });
    }

    private static async Task<bool> MayCancelAsync(RestRequest request, TestJob job)
    {
        try
        {
            await request.Session.CancelAsync(job);
            return true;
        }
        catch (LabRefusedException e) when (e.Status == StatusCodes.Status403Forbidden)
        {
            return false;
        }
    }

    private static void Write(Utf8JsonWriter json, string name, List<string> ids)
    {
        json.WriteStartArray(name);
        foreach (var id in ids)
        {
            if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                json.WriteNumberValue(number);
            else
                json.WriteStringValue(id);
        }
        json.WriteEndArray();
    }

    private static async Task LogsAsync(RestRequest request, string id)
    {
        request.Allow("GET");
        long job;
        using (var moment = request.Session.Look())
            job = Job(request, moment, id).Id;
        using var log = request.Session.Access.Lab.Logs.OpenReader(job) ?? throw RestException.NotFound;
        var stat = log.Stat();
        var offset = log.FindLine((request.Number("start") ?? 0) + 1) ?? stat.First;
        var until = request.Number("end") is { } end ? log.FindLine(end + 1) ?? stat.End : stat.End;
        if (offset >= until)
            throw RestException.NotFound;
        await LogAnswer.SendAsync(request.Call, "application/yaml", log, offset, until);
    }

    private static async Task ExportAsync(RestRequest request, string id, Func<TestJob, IReadOnlyList<TestResult>, Task> answer)
    {
        request.Allow("GET");
        using var moment = request.Session.Look();
        var job = Job(request, moment, id);
        await answer(job, [.. TestResult.Of(moment.Store, job.Id)]);
    }

    /// <summary>What of the rows the parameters <c>limit</c> and <c>offset</c> ask for; without them all.</summary>
    private static IReadOnlyList<TestResult> Piece(RestRequest request, IReadOnlyList<TestResult> rows) =>
        request.Number("limit") is null && request.Number("offset") is null ? rows
            : [.. rows.Skip((int)Math.Min(request.Number("offset") ?? 0, int.MaxValue)).Take((int)Math.Min(request.Number("limit") ?? int.MaxValue, int.MaxValue))];

    /// <exception cref="RestException">There is none, or it may not be seen: which of both nobody is told.</exception>
    private static TestJob Job(RestRequest request, QueryContext moment, string id) => Find(request, moment, id) ?? throw RestException.NotFound;

    private static TestJob? Find(RestRequest request, QueryContext moment, string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && TestJobLookup.Find(moment.State, moment.Store, number) is { } job && request.Session.Sees(job) ? job : null;
}
