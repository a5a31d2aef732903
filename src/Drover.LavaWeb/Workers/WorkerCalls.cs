using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Drover.Doors;
using Drover.Kernel;
using Drover.Lab.Assignments;
using Drover.Lab.TestJobs;
using Drover.Lab.Workers;
using Drover.People.Tokens;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Drover.LavaWeb.Workers;

/// <summary>What a worker says of itself: that it is there for the first time, and that it is alive. The answer to the second is all that it has to do.</summary>
internal sealed class WorkerCalls(IKernel kernel, WorkerAssignments assignments, LavaWorkerOptions options, JobTokens tokens, FormReader forms, ILogger log)
{
    private const int TokenCharacters = 32, LongestVersion = 100, LongestRegistration = 16 << 10;
    private const string TokenAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly RareLines _rare = new(kernel.Clock);

    /// <summary>A worker without a token comes for one.</summary>
    public Task RegisterAsync(Call call) => forms.TakeAsync(call, async form =>
    {
        if (form.Text("name") is not { Length: > 0 } name)
            throw RequestException.Bad("NAME_MISSING", "The field 'name' is missing: give the name of the worker", "name");
        var token = RandomNumberGenerator.GetString(TokenAlphabet, TokenCharacters);
        var refusal = assignments.Hearing.WhyReserved(name) ?? (form.Text("username") is { Length: > 0 } user ? WhyNotBy(user, form.Text("password") ?? "") : WhyNotFrom(call));
        if (refusal is null && !await WorkerTokens.RegisterAsync(kernel, name, SecretHash.Of(token), replaces: form.Text("username") is { Length: > 0 }))
            refusal = "it has a token already. Give the worker that token (--token, --token-file), or set another one";
        if (refusal is not null)
        {
            if (_rare.Add(call.Visitor.Name) is > 0 and var count)
                LavaWebLog.NotRegistered(log, count, call.Visitor.Name, name, refusal);
            throw new RequestException(StatusCodes.Status403Forbidden, "REGISTRATION_REFUSED", $"Worker '{name}' gets no token: {refusal}");
        }
        LavaWebLog.Registered(log, name, call.Visitor.Name);
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, name);
            writer.WriteString("token"u8, token);
            writer.WriteEndObject();
        });
    }, LongestRegistration);

    /// <summary>A worker is alive, and asks what it has to do.</summary>
    public async Task PingAsync(Call call)
    {
        var worker = call.PathValue("worker");
        if (assignments.Hearing.WhyReserved(worker) is { } reserved)
            throw new RequestException(StatusCodes.Status403Forbidden, "WORKER_RESERVED", $"Worker '{worker}' is refused: {reserved}");
        if (!kernel.State.HasWorker(worker))
            throw new RequestException(StatusCodes.Status404NotFound, "WORKER_UNKNOWN", $"There is no worker '{worker}'");
        if (!kernel.State.IsTokenOf(worker, call.LavaToken()))
            throw RequestException.Bad("TOKEN_WRONG", $"The header LAVA-Token has not the token of worker '{worker}'");
        var version = call.Http.Request.Query["version"].ToString();
        if (version.Length is 0 or > LongestVersion)
            throw RequestException.Bad("VERSION_MISSING", "The parameter 'version' is missing or too long: give the version of the worker");
        await assignments.Hearing.HeardAsync(worker, version);
        var all = assignments.Of(worker);
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            Write(writer, "cancel", all.Where(IsToEnd));
            Write(writer, "running", all.Where(job => job.State == TestJobState.Running));
            Write(writer, "start", all.Where(IsToStart));
            writer.WriteEndObject();
        });
    }

    /// <summary>Workers know no way to end a job that they have not begun: only what they have said something of may be told so.</summary>
    private static bool IsToEnd(Assignment job) => job is { State: TestJobState.Canceling, IsAcknowledged: true };

    /// <summary>One that is to end, and of which nobody knows whether the worker has begun it, is told as if it were to start: a worker that has it says so, another one asks for it and is told that
    /// there is nothing to do.</summary>
    private bool IsToStart(Assignment job) => job switch
    {
        { State: TestJobState.Scheduled } => assignments.Obstacle is null,
        { State: TestJobState.Canceling, IsAcknowledged: false } => true,
        _ => false,
    };

    private void Write(Utf8JsonWriter writer, string list, IEnumerable<Assignment> jobs)
    {
        writer.WriteStartArray(list);
        foreach (var job in jobs)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id"u8, job.Job);
            writer.WriteString("token"u8, tokens.Of(job.Job));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private string? WhyNotBy(string user, string secret) => TokenCheck.Holder(kernel.State, secret) switch
    {
        { IsSuperuser: true } holder when holder.User == user => null,
        { } holder when holder.User == user => $"'{user}' is no superuser",
        _ => $"the password is no token of user '{user}'",
    };

    private string? WhyNotFrom(Call call) => options.Registration switch
    {
        WorkerRegistration.Yes => null,
        WorkerRegistration.Local when call.Visitor.IsLocal || (call.Http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)) => null,
        WorkerRegistration.Local => "only workers of this machine may come for one (the setting lava-register). Make a token with 'drover add worker' and give it to the worker by --token",
        _ => "none may come for one (the setting lava-register). Make a token with 'drover add worker' and give it to the worker by --token",
    };
}
