using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Journal;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.Web.Health;

/// <summary>Whether the daemon lives, and whether it takes work.</summary>
/// <param name="checks">Checks that <c>/readyz</c> asks besides those of the kernel; null when all is well, else what is wrong.</param>
/// <param name="notices">What is good to know and keeps no work away; null when there is nothing.</param>
public sealed class HealthRoom(
    IReadOnlyList<(string Name, Func<string?> Check)> checks, IReadOnlyList<(string Name, Func<string?> Notice)>? notices = null) : IWebRoom
{
    private const string NotForStrangers = "The daemon tells what is wrong on its UNIX socket, and in its log.";

    /// <inheritdoc/>
    public void Map(RouteTable routes)
    {
        routes.Get("/livez", Protected.Health, LiveAsync);
        routes.Get("/readyz", Protected.Health, ReadyAsync);
    }

    /// <summary>What is good to know and keeps no work away.</summary>
    public IEnumerable<(string Name, string Problem)> Notices() =>
        (notices ?? []).Select(n => (n.Name, Problem: n.Notice())).Where(n => n.Problem is not null).Select(n => (n.Name, n.Problem!));

    private static Task LiveAsync(Call call)
    {
        call.Parameters();
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("live"u8, true);
            writer.WriteEndObject();
        });
    }

    private Task ReadyAsync(Call call)
    {
        call.Parameters();
        // What is wrong may name files and jobs, so strangers hear no more than where it is.
        var toldAll = call.Sees(Visibility.Everyone, Protected.Daemon);
        string Told(string problem) => toldAll ? problem : NotForStrangers;
        var failures = Failures(call.Kernel).Select(f => (f.Name, Problem: Told(f.Problem))).ToList();
        var known = Notices().Select(n => (n.Name, Told(n.Problem))).ToList();
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("ready"u8, failures.Count == 0);
            Write(writer, "failing"u8, failures);
            Write(writer, "notices"u8, known);
            if (failures.Count > 0)
                new ErrorBody(503, "NOT_READY", string.Join(" ", failures.Select(f => $"{f.Name}: {f.Problem}"))).WriteMember(writer);
            writer.WriteEndObject();
        }, failures.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> member, List<(string Name, string Problem)> items)
    {
        writer.WriteStartArray(member);
        foreach (var (name, problem) in items)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, name);
            writer.WriteString("message"u8, problem);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>What keeps the daemon from taking work, each with its name.</summary>
    public IEnumerable<(string Name, string Problem)> Failures(IKernel kernel)
    {
        if (kernel.Stopping)
            yield return ("stopping", "The daemon is about to stop and takes no new jobs.");
        if (kernel.StoreHealth == StoreHealth.LowSpace)
            yield return ("store-space", "The disk below the state directory is nearly full, so no new jobs are taken; free some space.");
        foreach (var check in kernel.Model.Checks)
            if (check.Check(kernel) is { } problem)
                yield return (check.Name, problem);
        foreach (var problem in kernel.Problems)
            yield return ("kernel", problem);
        foreach (var (name, check) in checks)
            if (check() is { } problem)
                yield return (name, problem);
    }
}
