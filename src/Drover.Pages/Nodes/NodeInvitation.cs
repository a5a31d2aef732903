using System.Security.Cryptography;
using System.Text.Json;
using Drover.Kernel.Jobs;
using Drover.Opcodes;
using Drover.Pages.Rendering;
using Drover.Web.Calls;
using Drover.Web.Jobs;

namespace Drover.Pages.Nodes;

/// <summary>Lets a machine join, as <c>drover add node</c> does: draws a token, of which the daemon keeps the hash, and shows once what is to be run on the machine.</summary>
/// <param name="renderer">Makes the page.</param>
internal sealed class NodeInvitation(PageRenderer renderer)
{
    private const int Characters = 43;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// <summary>How long the job may take that is decided at once.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    public async Task InviteAsync(Call call)
    {
        var form = await call.Http.Request.ReadFormAsync(call.Aborted);
        if (form["node"].ToString().Trim() is not { Length: > 0 } node)
        {
            Redirect.To(call, "/nodes", "node.missing");
            return;
        }
        var secret = RandomNumberGenerator.GetString(Alphabet, Characters);
        var answers = await call.Kernel.ExecuteAsync(new SubmitJobs([[Opcode(call, node, secret, again: form["again"].Count > 0)]]), call.Caller, call.Aborted);
        if (answers[0].Refusal is { } refusal)
            throw refusal;
        var id = answers[0].Id;
        if (await EndAsync(call, id) is not { Status: JobStatus.Success } job)
        {
            // Its page says why.
            Redirect.To(call, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/jobs/{id}"), "node.refused");
            return;
        }
        using var result = JsonDocument.Parse(job.Ops[0].Result.Utf8);
        var line = $"drover-agent join {result.RootElement.GetProperty("masters")[0].GetString()} {secret}.{result.RootElement.GetProperty("authority").GetString()} --name {node}";
        // It is shown once: nobody keeps it.
        call.Http.Response.OnStarting(() =>
        {
            call.Http.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        await renderer.AnswerAsync<InvitedPage>(call, new() { ["Frame"] = PageRenderer.FrameOf(call), ["Node"] = node, ["Line"] = line });
    }

    private static AcceptedOpcode Opcode(Call call, string node, string secret, bool again)
    {
        var text = RawJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("OP_ID"u8, "OP_AGENT_INVITE");
            writer.WriteString("node"u8, node);
            writer.WriteString("hash"u8, SecretHash.Of(secret));
            writer.WriteBoolean("again"u8, again);
            writer.WriteEndObject();
        });
        using var json = JsonDocument.Parse(text.Utf8);
        return new OpcodeReader(call.Kernel.Model).Read(json.RootElement, OpcodeReadOptions.Own);
    }

    /// <summary>The job once it has ended; null when that takes too long.</summary>
    private static async Task<Job?> EndAsync(Call call, long id)
    {
        using var over = new CancellationTokenSource(s_patience, call.Kernel.Clock);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(over.Token, call.Aborted, call.Stopping);
        while (true)
        {
            // Taken before the look, so that no change between the two is missed.
            var change = call.Kernel.Watch.NextChange(id);
            using (var context = call.Kernel.Look(call.Caller))
                if (JobLookup.Entry(context, id) is { } entry && entry.Status.IsFinal())
                {
                    call.Kernel.Watch.Forget(id);
                    return JobLookup.Body(context, entry);
                }
            try
            {
                await change.WaitAsync(enough.Token);
            }
            catch (OperationCanceledException) when (!call.Aborted.IsCancellationRequested)
            {
                return null;
            }
        }
    }
}
