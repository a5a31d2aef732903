using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Nodes;
using Drover.Opcodes;

namespace Drover.ClusterInit;

/// <summary>Brings what clients of Cluster::Init ask to the services: a tell is a job, answered when it is durable.</summary>
/// <param name="kernel">The daemon's kernel.</param>
/// <param name="own">The node whose services they are: this wire names none.</param>
/// <param name="shutdown">Begins an orderly end of the daemon.</param>
public sealed class ServiceDoor(IKernel kernel, INode own, Action shutdown) : IServiceDoor
{
    internal const string SetLevel = "OP_SERVICE_GROUP_SET_LEVEL";
    internal const string Reread = "OP_SERVICES_REREAD";

    /// <inheritdoc/>
    public async Task<TellReply> TellAsync(Caller caller, string group, string level, CancellationToken cancellationToken)
    {
        if (await own.Services.FindAsync(group, cancellationToken) is not { } row)
            return TellReply.UnknownGroup();
        if (row.Word == "REFUSED")
            return row.DuplicateTag is { } tag ? TellReply.DuplicateTag(tag) : TellReply.BadCltab(row.Errors[0]);
        var job = await SubmitAsync(caller, writer =>
        {
            writer.WriteString("OP_ID", SetLevel);
            writer.WriteString("group", group);
            writer.WriteString("level", level);
        }, cancellationToken);
        return TellReply.Accepted(GroupWords.Of(row.StatusWord), job);
    }

    /// <inheritdoc/>
    public Task<TellReply> EndOfTellAsync(long job, CancellationToken cancellationToken) => TellEnd.OfAsync(kernel, job, cancellationToken);

    /// <inheritdoc/>
    public async Task<TellReply> RereadAsync(Caller caller, CancellationToken cancellationToken)
    {
        await SubmitAsync(caller, writer => writer.WriteString("OP_ID", Reread), cancellationToken);
        return TellReply.Reread();
    }

    /// <inheritdoc/>
    public Task<TellReply> ShutdownAsync(Caller caller, CancellationToken cancellationToken)
    {
        shutdown();
        return Task.FromResult(TellReply.Halting());
    }

    private async Task<long> SubmitAsync(Caller caller, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var json = RawJson.Write(writer =>
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        });
        using var document = JsonDocument.Parse(json.Utf8);
        var opcode = new OpcodeReader(kernel.Model).Read(document.RootElement, OpcodeReadOptions.Own);
        var answer = (await kernel.ExecuteAsync(new SubmitJobs([[opcode]]), caller, cancellationToken))[0];
        return answer.Refusal is { } refusal ? throw refusal : answer.Id;
    }
}
