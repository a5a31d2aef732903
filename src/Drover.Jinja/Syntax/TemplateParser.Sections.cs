using Drover.Jinja.Expressions;
using Drover.Jinja.Rendering;

namespace Drover.Jinja.Syntax;

/// <summary>Tags that set variables, hold text, or join templates.</summary>
internal sealed partial class TemplateParser
{
    private const int DeepestTarget = 20;

    private int _targetDepth;

    private Statement Set(Place place)
    {
        var target = Target(isTuple: true);
        if (_tokens.TrySkipOperator("="))
        {
            // The value is read before the name is set.
            var value = _expressions.Tuple();
            Record(target);
            return new Assignment(place, target, value);
        }
        var filter = _tokens.TrySkipOperator("|") ? _expressions.Filters(null) : null;
        Record(target);
        EndTag();
        var body = Section("endset");
        return new TextAssignment(place, target, filter, body);
    }

    private void Record(Target target)
    {
        foreach (var name in target.Names)
            _names.Scope.Set(name);
    }

    private BlockPlace BlockTag(Place place)
    {
        var name = _tokens.Expect(TokenKind.Name, "the name of the block").Text;
        var isScoped = _tokens.TrySkipName("scoped");
        var isRequired = _tokens.TrySkipName("required");
        if (_tokens.Current.IsOperator("-"))
            throw place.Fault("The name of a block has no hyphens; use underscores.");
        if (_blocks.Any(block => block.Name == name))
            throw place.Fault($"The block '{name}' is there twice.");
        // The blocks of a template stand in the order in which they begin.
        var number = _blocks.Count;
        _blocks.Add(new Block(name, new Body([], new ScopeNames()), isRequired));
        if (isScoped)
            _names.UseLoop();
        EndTag();
        var names = new ScopeNames();
        var statements = _names.OutsideLoops(() => _names.In(names, () => Statements("endblock")));
        names.Settle();
        _tokens.Take();
        _tokens.TrySkipName(name);
        if (isRequired && statements.Any(statement => statement is not TextOutput text || !string.IsNullOrWhiteSpace(text.Text)))
            throw place.Fault($"The block '{name}' is required from templates that extend this one, so it holds nothing itself.");
        _blocks[number] = new Block(name, new Body(statements, names), isRequired);
        return new BlockPlace(place, name, isScoped);
    }

    private Extension Extends(Place place)
    {
        if (!_names.IsTop)
            throw place.Fault("'extends' stands outside of blocks and loops.");
        return new Extension(place, _expressions.Expression());
    }

    private Inclusion Include(Place place)
    {
        var name = _expressions.Expression();
        var isLenient = false;
        if (_tokens.Current.IsName("ignore") && _tokens.Following.IsName("missing"))
        {
            _tokens.Take();
            _tokens.Take();
            isLenient = true;
        }
        var hasContext = true;
        if (_tokens.Current.Text is "with" or "without" && _tokens.Following.IsName("context"))
        {
            hasContext = _tokens.Take().Text == "with";
            _tokens.Take();
        }
        return new Inclusion(place, name, isLenient, hasContext);
    }

    private FilterSection FilterTag(Place place)
    {
        var filter = _expressions.Filters(null);
        EndTag();
        return new FilterSection(place, filter, Section("endfilter"));
    }

    private WithSection With(Place place)
    {
        var variables = new List<KeyValuePair<Target, Expression>>();
        while (_tokens.Current.Kind != TokenKind.TagEnd)
        {
            if (variables.Count > 0)
                _tokens.ExpectOperator(",");
            var target = Target(isTuple: false);
            _tokens.ExpectOperator("=");
            variables.Add(new(target, _expressions.Expression()));
        }
        EndTag();
        var names = _names.Scope.Inner();
        foreach (var name in variables.SelectMany(variable => variable.Key.Names))
            names.Set(name);
        var statements = _names.In(names, () => Statements("endwith"));
        _tokens.Take();
        return new WithSection(place, variables, new Body(statements, names));
    }

    private Body Section(string end)
    {
        var names = _names.Scope.Inner();
        var statements = _names.In(names, () => Statements(end));
        _tokens.Take();
        return new Body(statements, names);
    }

    // One name, or several with commas between them, in parentheses or without.
    private Target Target(bool isTuple)
    {
        var place = _tokens.Place;
        var parts = new List<Target> { SingleTarget() };
        var hasComma = false;
        while (isTuple && _tokens.TrySkipOperator(","))
        {
            hasComma = true;
            if (_tokens.Current.IsName("in") || _tokens.Current.IsOperator(")"))
                break;
            parts.Add(SingleTarget());
        }
        return hasComma ? new Target(place, null, parts) : parts[0];
    }

    private Target SingleTarget()
    {
        var place = _tokens.Place;
        if (_tokens.TrySkipOperator("("))
        {
            if (_targetDepth == DeepestTarget)
                throw place.Fault("The names that take a value apart stand too deep in one another.");
            _targetDepth++;
            var inner = Target(isTuple: true);
            _targetDepth--;
            _tokens.ExpectOperator(")");
            return inner;
        }
        var name = _tokens.Expect(TokenKind.Name, "a name").Text;
        if (LiteralNames.Contains(name))
            throw place.Fault($"'{name}' is a value, and cannot be set.");
        if (name == "loop" && _names.IsInLoop)
            throw place.Fault("The name 'loop' belongs to the loop itself; use another one.");
        if (_tokens.Current.IsOperator("."))
            throw place.Fault("Attributes are not set in templates here ('namespace' is not supported).");
        return new Target(place, name, []);
    }
}
