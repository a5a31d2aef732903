using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;
using Drover.Kernel.State;
using Drover.Opcodes;

namespace Drover.Tests.Shared;

/// <summary>Jobs as tests of domains have them: submitted by a caller of their choice, and waited for.</summary>
internal static class KernelJobs
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <summary>Submits a job of one opcode.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="opcode">The opcode as JSON.</param>
    /// <param name="caller">Who submits it.</param>
    public static async Task<SubmitAnswer> SubmitAsync(this IKernel kernel, ReadOnlyMemory<byte> opcode, Caller caller)
    {
        using var document = JsonDocument.Parse(opcode);
        var accepted = new OpcodeReader(kernel.Model).Read(document.RootElement, OpcodeReadOptions.Own, 0);
        return (await kernel.ExecuteAsync(new SubmitJobs([[accepted]]), caller, TestContext.Current.CancellationToken))[0];
    }

    /// <summary>An opcode as JSON, of its name and what writes its parameters.</summary>
    public static ReadOnlyMemory<byte> Opcode(string opId, Action<Utf8JsonWriter> parameters) => RawJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("OP_ID", opId);
        parameters(json);
        json.WriteEndObject();
    }).Utf8;

    /// <summary>Waits until a job has a status that is wanted.</summary>
    public static async Task UntilAsync(this IKernel kernel, long id, Func<JobStatus, bool> wanted)
    {
        while (true)
        {
            var change = kernel.Watch.NextChange(id);
            if (wanted(kernel.State.Jobs[id].Status))
                return;
            await change.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until a job is over; all of it then.</summary>
    public static async Task<Job> EndAsync(this IKernel kernel, long id)
    {
        await kernel.UntilAsync(id, status => status.IsFinal());
        using var reader = kernel.ReadStore();
        return RowProjection.Decode(reader.Job(id)!);
    }

    /// <summary>New identifiers.</summary>
    internal sealed class Ids : IIdSource
    {
        public string NewUuid() => Guid.NewGuid().ToString();
    }
}
