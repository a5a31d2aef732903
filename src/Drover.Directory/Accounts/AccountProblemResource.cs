using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Nodes;
using Drover.Nodes.Accounts;

namespace Drover.Directories.Accounts;

/// <summary>The table of what is wrong with the account files of nodes.</summary>
internal static class AccountProblemResource
{
    public static Resource Build(INodes nodes) => Resource.Of<Row>("account-problem", "What is wrong with the account files of nodes")
        .KeyedBy("key", row => row.Key)
        .Rows(_ => Rows(nodes))
        .Find((_, key) => Rows(nodes).FirstOrDefault(row => row.Key == key), "Problem {0} not found")
        .VisibleTo(Visibility.Operators)
        .Field("key", "Key", FieldKind.Text, "Node, and number among its problems", row => row.Key)
        .Field("node", "Node", FieldKind.Text, "The machine", row => row.Node, isDefault: true)
        .Field("file", "File", FieldKind.Text, "Path of the file", row => row.Problem.File, isDefault: true)
        .Field("line", "Line", FieldKind.Number, "Number of the line; 0 where it is about all of the file", row => (long)row.Problem.Line, isDefault: true)
        .Field("text", "Problem", FieldKind.Text, "What is wrong", row => row.Problem.Text, isDefault: true)
        .Build();

    private static IEnumerable<Row> Rows(INodes nodes) => nodes.All.Where(node => node.Accounts is not null).SelectMany(node => node.Accounts!.View.Problems.Select((problem, index) => new Row(node.Name, index + 1, problem)));

    /// <summary>A problem, and the machine that has it.</summary>
    internal sealed record Row(string Node, int Number, AccountProblem Problem)
    {
        public string Key => $"{Node}:{Number}";
    }
}
