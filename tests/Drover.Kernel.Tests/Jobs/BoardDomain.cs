using Drover.Kernel.Commands;
using Drover.Kernel.Configuration;
using Drover.Kernel.Domains;
using Drover.Kernel.Jobs;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>A small lab: boards that are broken or not, and an opcode that wants one of them or a certain one, and keeps a note of itself as long as it is there.</summary>
internal sealed class BoardDomain(TestGate gate) : IDomain
{
    public static ObjectKind<BoardNote> Boards { get; } = new("board", 1, BoardJson.Default.BoardNote);

    public static ObjectKind<BoardNote> Uses { get; } = new("use", 1, BoardJson.Default.BoardNote);

    public static OpcodeSchema Put { get; } = new("OP_BOARD_PUT", [Text("name"), Text("state")], "name");

    public static OpcodeSchema Use { get; } = new("OP_BOARD_USE", [Text("name"), Text("text")], "name");

    public void Describe(DomainBuilder d)
    {
        d.Object(Boards);
        d.Object(Uses);
        d.LockLevel("board", 70, closings: new LockClosings(
            state => state.Objects.All(Boards).Select(board => board.Name),
            (state, name) => state.Objects.Find(Boards, name) is { State: not "good" } board ? board.State : null));
        d.Operation(new PutBoard());
        d.Operation(new UseBoard(gate));
    }

    private static OpcodeParameter Text(string name) => new(name, ParameterType.String, "\"\""u8.ToArray(), Required: false);

    private sealed class PutBoard : StateOperation
    {
        public override OpcodeSchema Schema => Put;

        protected internal override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
        {
            var name = scope["name"].GetString()!;
            decision.Store(Boards, name, new BoardNote(name, scope["state"].GetString()!));
            decision.LookAtLock("board", name);
            foreach (var use in decision.State.Objects.All(Uses).ToList())
                decision.Reconsider(long.Parse(use.Name, System.Globalization.CultureInfo.InvariantCulture));
            return OpcodeOutcome.None;
        }
    }

    private sealed class UseBoard(TestGate gate) : EffectOperation, ITurnOperation
    {
        public override OpcodeSchema Schema => Use;

        public override Recovery Recovery => Recovery.Requeue;

        public override bool Interruptible => true;

        public override LockSet Locks(OpcodeScope scope) => scope["name"].GetString() is { Length: > 0 } name
            ? LockSet.Empty.With("board", name, LockMode.Exclusive)
            : LockSet.Empty.WithChoice("board", scope.State.Objects.All(Boards).Select(board => board.Name), LockMode.Exclusive, 1);

        public void Accepted(OpcodeScope scope, Decision decision)
        {
            if (scope["text"].GetString() == "unwanted")
                throw new SubmitRefusedException("USE_UNWANTED", "Nobody wants that.");
            Keep(scope, decision, "accepted");
        }

        public void Started(OpcodeScope scope, LockSet locks, Decision decision) => Keep(scope, decision, $"on {locks}");

        public void Ended(OpcodeScope scope, JobStatus status, Decision decision)
        {
            decision.Store(Uses, $"{scope.JobId}", new BoardNote($"{scope.JobId}", status.Name()));
            if (scope["text"].GetString() == "clumsy")
                throw new InvalidOperationException("dropped");
        }

        protected internal override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
        {
            await gate.Enter(context.JobId).WaitAsync(cancellationToken);
            return OpcodeOutcome.None;
        }

        private static void Keep(OpcodeScope scope, Decision decision, string state) => decision.Store(Uses, $"{scope.JobId}", new BoardNote($"{scope.JobId}", state));
    }
}

internal sealed record BoardNote(string Name, string State);

[System.Text.Json.Serialization.JsonSerializable(typeof(BoardNote))]
internal sealed partial class BoardJson : System.Text.Json.Serialization.JsonSerializerContext;
