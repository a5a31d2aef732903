using Drover.Nodes;
using Drover.Nodes.Commands;
using Drover.Nodes.Facts;
using Drover.Nodes.Services;

namespace Drover.NodeWire.Tests.Translation;

/// <summary>Draws records of the contracts: each field at random, and those that may be missing as the test says, or at random.</summary>
/// <param name="random">Where from.</param>
/// <param name="isThere">Whether fields are there that may be missing; null for each at random.</param>
internal sealed class Draw(Random random, bool? isThere)
{
    public const string Node = "n2";

    private static readonly string[] s_texts = ["", "a", "web/1", "größer", "line\nbreak", "\u0000", new string('x', 5_000), "🐑"];

    public string Text() => random.Next(3) == 0 ? s_texts[random.Next(s_texts.Length)] : $"t{random.Next()}";

    public int Int() => random.Next(4) == 0 ? (random.Next(2) == 0 ? int.MaxValue : int.MinValue) : random.Next(-5, 1_000);

    public long Long() => random.Next(4) == 0 ? (random.Next(2) == 0 ? long.MaxValue : long.MinValue) : random.NextInt64(-5, 1L << 52);

    public bool Bool() => random.Next(2) == 0;

    public T? Maybe<T>(Func<T> draw) where T : class => IsThere() ? draw() : null;

    public T? MaybeValue<T>(Func<T> draw) where T : struct => IsThere() ? draw() : null;

    public IReadOnlyList<T> Some<T>(Func<T> draw) => [.. Enumerable.Range(0, isThere is null ? random.Next(4) : isThere == true ? 2 : 0).Select(_ => draw())];

    public T One<T>() where T : struct, Enum => Enum.GetValues<T>()[random.Next(Enum.GetValues<T>().Length)];

    public CommandKey Key() => new(Long(), Int(), Int());

    public NodeCommand Command() => new(Long(), Key());

    public NodeRefusal Refusal() => new(One<NodeRefusalKind>(), Maybe(Text));

    public ClusterCltab ClusterCltab() => new(Int(), Text());

    public HeldCltab HeldCltab() => new(Int(), Text(), Some(Text));

    public GroupStatus Status() => new(Maybe(Text), Maybe(Text), Text(), Maybe(Text), Long(), Text()) { Wanted = Maybe(Text) };

    public GroupRow Group() => new(Node, Text(), Maybe(Text), Maybe(Text), Text(), Text(), Maybe(Text), Long(), Int(), Int(), Int(), Some(Text)) { Levels = Some(Text), DuplicateTag = Maybe(Text) };

    public ProcessRow Process() => new(
        Node, Text(), Text(), Text(), Text(), Int(), Text(), Int(), Maybe(Text), Maybe(Text), Long(), MaybeValue(Long), Text(), Text(), Maybe(Text)) { Limits = Maybe(Text) };

    public ProcessChange Change() => new(new ProcessKey(Node, Text(), Text()), Text(), MaybeValue(Int), MaybeValue(Long), MaybeValue(Int), Maybe(Text), Maybe(Text));

    public ProcessEnd End() => new(new ProcessKey(Node, Text(), Text()), Long(), Text(), Long(), Long(), MaybeValue(Int), MaybeValue(Int), Bool(), Int());

    public CltabReport Cltab() => new(Some(Text), Bool(), Bool()) { Refusal = Maybe(Refusal), ToConfirm = Maybe(Text) };

    public GroupPlan Plan() => new(Maybe(Refusal), Some(Text));

    public CommandSpec Spec() => new(Some(Text), Maybe(Text), TimeSpan.FromSeconds(random.Next()), TimeSpan.FromSeconds(random.Next()), Long());

    public NodeFigures Figures() => new(Long(), Long(), Long(), Long(), Int(), Int(), Int(), Text())
    {
        Load = Maybe(() => new LoadAverages(random.NextDouble(), random.NextDouble(), random.NextDouble())),
        Kernel = Maybe(Text),
        System = Maybe(Text),
        Told = Long(),
    };

    public IReadOnlyDictionary<string, ProcessMeasure> Measures() => Some(Text).Distinct().ToDictionary(text => text, _ => new ProcessMeasure(random.NextDouble() * 1e6, Long()));

    /// <summary>One of each kind.</summary>
    public IReadOnlyList<ServiceReport> Reports() =>
    [
        new GroupChanged(Long(), new GroupKey(Node, Text()), Maybe(Status)),
        new LevelLogged(Long(), Key(), Text()),
        new LevelEnded(Long(), Key(), new LevelEnd(One<LevelEndKind>(), Text(), Maybe(Text))),
        new ProcessesEnded(Long(), Some(End)),
        new ReportsDropped(Long(), Long()),
        new CommandOutput(Long(), Key(), Bool(), Text()),
        new CommandEnded(Long(), Key(), new CommandEnd(One<CommandEndKind>(), MaybeValue(Int), MaybeValue(Int), Maybe(Text), Long(), Int())),
    ];

    private bool IsThere() => isThere ?? Bool();
}
