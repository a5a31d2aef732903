using System.Text.Json;
using Drover.Nodes;
using Drover.Nodes.Facts;
using Drover.Nodes.Services;
using Drover.NodeWire.Translation;
using Drover.Tests.Shared;
using Google.Protobuf;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeWire.Tests.Translation;

/// <summary>Every record of the contracts comes back from its message as it was, over the bytes of the wire.</summary>
public sealed class RoundTripTests
{
    private const int Seed = 20260131;

    [Fact]
    public void All_fields_survive_when_all_are_there() => CheckAll(new Draw(new Random(Seed), isThere: true), "all there");

    [Fact]
    public void Fields_that_are_missing_are_missing_afterwards() => CheckAll(new Draw(new Random(Seed), isThere: false), "none there");

    [Fact]
    public void Random_records_survive()
    {
        for (var seed = Seed; seed < Seed + TestScale.Of(200); seed++)
            CheckAll(new Draw(new Random(seed), isThere: null), $"seed {seed}");
    }

    /// <summary>A kind that is added to the contracts and forgotten here would be lost on the way.</summary>
    [Fact]
    public void Each_kind_of_report_is_drawn()
    {
        var kinds = typeof(ServiceReport).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ServiceReport))).Select(type => type.Name).Order();
        Assert.Equal(kinds, new Draw(new Random(Seed), null).Reports().Select(report => report.GetType().Name).Order());
    }

    [Fact]
    public void Nothing_stays_nothing()
    {
        Assert.Null(((NodeRefusal?)null).ToMessage());
        Assert.Null(((P.Refusal?)null).ToRefusal());
        Assert.Null(((GroupStatus?)null).ToMessage());
        Assert.Null(((P.GroupStatus?)null).ToStatus());
        Assert.Null(Sent(((NodeFigures?)null).ToMessage()).ToFigures(told: 1));
        Assert.Equal(default, ((P.Order?)null).ToCommand());
        Assert.Equal(default, ((P.Key?)null).ToKey());
    }

    [Fact]
    public void A_report_of_a_kind_that_is_not_known_is_nothing() => Assert.Null(new P.Report { Number = 5 }.ToReport(Draw.Node));

    private static void CheckAll(Draw draw, string how)
    {
        Check(draw.Command(), command => Sent(command.ToMessage()).ToCommand(), how);
        Check(draw.Refusal(), refusal => Sent(refusal.ToMessage()!).ToRefusal(), how);
        Check(draw.Status(), status => Sent(status.ToMessage()!).ToStatus(), how);
        Check(draw.ClusterCltab(), cltab => Sent(cltab.ToMessage()).ToCltab(), how);
        Check(draw.HeldCltab(), held => Sent(held.ToMessage()).ToHeld(), how);
        Check(draw.Group(), row => Sent(row.ToMessage()).ToRow(Draw.Node), how);
        Check(draw.Process(), row => Sent(row.ToMessage()).ToRow(Draw.Node), how);
        Check(draw.Change(), change => Sent(change.ToMessage()).ToChange(Draw.Node), how);
        Check(draw.Cltab(), report => Sent(report.ToMessage()).ToReport(), how);
        Check(draw.Plan(), plan => Sent(plan.ToMessage()).ToPlan(), how);
        Check(draw.Spec(), spec => Sent(spec.ToMessage()).ToSpec(), how);
        Check(draw.Figures(), figures => Sent(figures.ToMessage()).ToFigures(figures.Told), how);
        Check(draw.Measures(), measures => Sent(measures.ToMessage()).ToMeasures(), how);
        foreach (var report in draw.Reports())
            Check<object>(report, _ => Sent(report.ToMessage()).ToReport(Draw.Node), how);
    }

    /// <summary>Compared as JSON, as equality of records does not look into lists.</summary>
    private static void Check<T>(T record, Func<T, object?> there, string how)
    {
        var back = there(record);
        Assert.True(Text(record) == Text(back), $"{how}: {Text(record)} came back as {Text(back)}");
    }

    private static string Text(object? record) => $"{record?.GetType().Name} {(record is System.Collections.IDictionary map ? string.Join(';', map.Keys.Cast<string>().Order(StringComparer.Ordinal).Select(key => $"{key}={map[key]}")) : JsonSerializer.Serialize(record, record?.GetType() ?? typeof(object)))}";

    private static T Sent<T>(T message) where T : IMessage<T>, new() => new MessageParser<T>(() => new T()).ParseFrom(message.ToByteArray());
}
