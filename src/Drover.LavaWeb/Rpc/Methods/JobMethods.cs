using System.Globalization;
using Drover.Kernel.Queries;
using Drover.Lab.Definitions;
using Drover.Lab.TestJobs;
using Drover.LavaWeb.Rpc.Wire;
using Drover.LavaWeb.Sessions;

namespace Drover.LavaWeb.Rpc.Methods;

/// <summary><c>scheduler.jobs.*</c>.</summary>
internal static class JobMethods
{
    /// <summary>Rows of a listing that does not say how many it wants.</summary>
    private const long UsualRows = 25;

    /// <summary>Most rows of a listing: LAVA's own limit.</summary>
    private const long MostRows = 100;

    public static IEnumerable<RpcMethod> All { get; } =
    [
        new("scheduler.jobs.submit", "definition", "submits a test job and answers its id", async request => (await request.Session.SubmitTestJobAsync(request.Text(0))).Answer, NeedsUser: true),
        new("scheduler.jobs.resubmit", "job_id", "submits the definition of a job again and answers the id of the new one", ResubmitAsync, NeedsUser: true),
        new("scheduler.jobs.cancel", "job_id", "cancels a job; one that has ended stays as it is", CancelAsync, NeedsUser: true),
        RpcMethod.Of("scheduler.jobs.show", "job_id", "what is known of a job", Show),
        RpcMethod.Of("scheduler.jobs.list", "state?, health?, start?, limit?, since?, verbose?", "jobs, the newest first; since is in minutes after the end of a job", List),
        RpcMethod.Of("scheduler.jobs.queue", "device_types?, start?, limit?", "jobs that wait for a device, the next one first", Queue),
        RpcMethod.Of("scheduler.jobs.logs", "job_id, start?, end?", "whether the job has ended and all of its log is told, and lines of its log as a YAML list", Logs),
        RpcMethod.Of("scheduler.jobs.definition", "job_id", "the definition as it was submitted", request => Look(request, LabSession.Submitted)),
        RpcMethod.Of("scheduler.jobs.configuration", "job_id", "what the worker got: definition, device, dispatcher, env, env-dut", Configuration, needsUser: true),
        RpcMethod.Of("scheduler.jobs.validate", "definition, strict?", "an empty struct for a good definition, else path and msg", Validate),
    ];

    /// <summary>The words of the visibility of a job.</summary>
    public static string VisibilityWords(TestJob job) => job.Visibility switch { "public" => "Publicly visible", "personal" => "Personal only", _ => "Group only" };

    internal static async Task<object?> ResubmitAsync(RpcRequest request)
    {
        string definition;
        using (var moment = request.Session.Look())
            definition = LabSession.Submitted(moment, request.Session.Job(moment, request.JobId(0)));
        return definition.Length > 0
            ? (await request.Session.SubmitTestJobAsync(definition)).Answer
            : throw new LabRefusedException(404, $"The definition of job {request.JobId(0)} is kept no more: submit it anew.");
    }

    internal static async Task<object?> CancelAsync(RpcRequest request)
    {
        TestJob job;
        using (var moment = request.Session.Look())
            job = request.Session.Job(moment, request.JobId(0));
        await request.Session.CancelAsync(job);
        return true;
    }

    internal static object? Validate(RpcRequest request)
    {
        try
        {
            JobDefinition.Read(request.Text(0), request.Flag(1) == true ? DefinitionRules.StrictValidation : DefinitionRules.Validation);
            return new RpcStruct();
        }
        catch (DefinitionException e)
        {
            return new RpcStruct(("path", DefinitionPath.OfPython(e.Path)), ("msg", e.Message));
        }
    }

    internal static object? Look(RpcRequest request, Func<QueryContext, TestJob, object?> answer)
    {
        using var moment = request.Session.Look();
        return answer(moment, request.Session.Job(moment, request.JobId(0)));
    }

    internal static (long Start, long Count) Page(RpcRequest request, int start, int limit) => (request.Number(start) ?? 0, Math.Min(request.Number(limit) ?? UsualRows, MostRows));

    private static object? Show(RpcRequest request) => Look(request, (_, job) => new RpcStruct(
        ("id", job.Id),
        ("description", job.Name),
        ("device", job.Device),
        ("device_type", job.DeviceType),
        ("health_check", job.HealthCheck),
        ("pipeline", true),
        ("health", job.Health.ToString()),
        ("state", job.State.ToString()),
        ("submitter", UserWords.Of(job.Submitter)),
        ("submit_time", job.Submitted),
        ("start_time", job.Started),
        ("end_time", job.Ended),
        ("tags", job.Tags),
        ("visibility", VisibilityWords(job)),
        ("failure_comment", job.Comment.Length > 0 ? job.Comment : null)));

    private static object? List(RpcRequest request)
    {
        var (start, count) = Page(request, 2, 3);
        var (state, health) = (request.Word<TestJobState>(0), request.Word<TestJobHealth>(1));
        Timestamp? since = request.Number(4) is > 0 and var minutes ? request.Session.Now + TimeSpan.FromMinutes(-Math.Min(minutes, 100_000_000)) : null;
        var isVerbose = request.Flag(5) == true;
        using var moment = request.Session.Look();
        return request.Session.JobsNewestFirst(moment)
            .Where(job => (state is null || job.State == state) && (health is null || job.Health == health) && (since is null || job.Ended > since))
            .Skip((int)Math.Min(start, int.MaxValue)).Take((int)count)
            .Select(job => new RpcStruct(
            [
                ("id", job.Id),
                ("description", job.Name),
                ("device_type", job.DeviceType),
                ("health", job.Health.ToString()),
                ("state", job.State.ToString()),
                ("submitter", UserWords.Of(job.Submitter)),
                .. isVerbose ? Details(job) : [],
            ])).ToList();
    }

    private static (string, object?)[] Details(TestJob job) =>
    [
        ("actual_device", job.Device),
        ("start_time", job.Started is { } started ? LabTimes.Python(started) : null),
        ("end_time", job.Ended is { } ended ? LabTimes.Python(ended) : null),
        ("error_msg", job.Comment.Length > 0 ? job.Comment : null),
        ("error_type", job.ErrorType.Length > 0 ? job.ErrorType : null),
    ];

    private static object? Queue(RpcRequest request)
    {
        var (start, count) = Page(request, 1, 2);
        var types = request.Texts(0) ?? [];
        using var moment = request.Session.Look();
        return moment.State.Objects.All(TestJob.Kind)
            .Where(job => job.State == TestJobState.Submitted && (types.Count == 0 || types.Contains(job.DeviceType)) && request.Session.Sees(job))
            .OrderByDescending(job => job.HealthCheck).ThenByDescending(job => job.Priority).ThenBy(job => job.Id)
            .Skip((int)Math.Min(start, int.MaxValue)).Take((int)count)
            .Select(job => new RpcStruct(("id", job.Id), ("description", job.Name), ("requested_device_type", job.DeviceType), ("submitter", UserWords.Of(job.Submitter)))).ToList();
    }

    private static object? Logs(RpcRequest request)
    {
        var start = request.Number(1) ?? 0;
        var end = request.Number(2);
        // Before the look at the log: what comes behind the end of a job is told to who asks again.
        var isOver = (bool)Look(request, (_, job) => job.IsOver)!;
        var id = long.Parse(request.JobId(0).Split('.')[0], CultureInfo.InvariantCulture);
        using var log = request.Session.Access.Lab.Logs.OpenReader(id);
        var (lines, isCut) = log is null ? (default, false) : TestJobLog.Read(log, start, end, request.Session.Access.Options.LogPieceBytes);
        return new List<object?> { isOver && !isCut, lines.IsEmpty ? new ReadOnlyMemory<byte>("[]"u8.ToArray()) : lines };
    }

    private static object? Configuration(RpcRequest request) => Look(request, (moment, job) =>
        TestJobTexts.Find(moment.Store, job.Id) is { } texts && job.State >= TestJobState.Running
            ? new List<object?> { Given(texts.Definition), Given(texts.Device), Given(texts.Dispatcher), Given(texts.Environment), Given(texts.DeviceEnvironment) }
            : throw new LabRefusedException(404, $"Job {job.Id} is {job.State}: its worker has got nothing yet."));

    private static string? Given(string text) => text.Length > 0 ? text : null;
}
