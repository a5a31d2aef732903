using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Opcodes;

namespace Drover.People.Accounts;

/// <summary>A job by which users change their own account, whatever their role: the audit shows who has done it, and when.</summary>
internal static class OwnJob
{
    /// <summary>Submits one opcode as its user and waits for its end. Answers whether it has succeeded.</summary>
    /// <exception cref="DroverException">It is not accepted.</exception>
    public static async Task<bool> SucceedsAsync(IKernel kernel, Account account, string opcode, Action<Utf8JsonWriter> parameters, CancellationToken cancellationToken)
    {
        using var input = JsonDocument.Parse(RawJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("OP_ID", opcode);
            json.WriteString("name", account.Name);
            parameters(json);
            json.WriteEndObject();
        }).Utf8);
        var read = new OpcodeReader(kernel.Model).Read(input.RootElement, OpcodeReadOptions.Own, 0);
        var self = Caller.Of(account.Principal, new Role("own-account", [new Grant(AccessAction.Submit, Protected.Opcode, Key: opcode)]));
        var answer = (await kernel.ExecuteAsync(new SubmitJobs([[read]]), self, cancellationToken))[0];
        if (answer.Refusal is { } refusal)
            throw refusal;
        while (true)
        {
            var change = kernel.Watch.NextChange(answer.Id);
            if (kernel.State.Jobs.GetValueOrDefault(answer.Id) is not { } job || job.Status.IsFinal())
                return kernel.State.Jobs.GetValueOrDefault(answer.Id)?.Status == JobStatus.Success;
            await change.WaitAsync(cancellationToken);
        }
    }
}
