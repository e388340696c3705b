namespace SuperResolution.Weights.Pth;

/// <summary>
/// Reads one pickle, protocols 0 to 5, and runs nothing of it: what a pickle may call is the closed list of <see cref="PickleCalls"/>.
/// </summary>
/// <remarks>
/// What comes out: null, bool, long, BigInteger, double, string, byte[], <see cref="PickleList"/>, object?[] (tuples),
/// <see cref="PickleSet"/>, <see cref="PickleDict"/>,
/// <see cref="PickleGlobal"/> of a known type, <see cref="PthStorage"/> and <see cref="PthTensor"/>. Lists and dictionaries may contain
/// themselves: nothing here walks through them. Format: Python's Lib/pickletools.py.
/// </remarks>
/// <param name="input">Where the pickle starts; afterwards behind its end.</param>
/// <param name="limits">What is refused.</param>
/// <param name="persistent">Objects that lie outside of the pickle, by their id.</param>
internal sealed partial class Unpickler(PickleInput input, PthLimits limits, Func<object?[], object>? persistent = null)
{
    private readonly List<object?> stack = [];
    private readonly List<int> marks = [];
    private readonly Dictionary<long, object?> memo = [];
    private PickleGlobal? refused;

    /// <summary>The object of the pickle.</summary>
    /// <exception cref="InvalidDataException">Damaged, beyond the limits, or it wants to run something.</exception>
    public object? Read()
    {
        while (true)
        {
            input.Budget.Spend(ReadBudget.Object);
            var code = input.Byte();
            if (code == '.')
            {
                if (refused is not null) throw PickleRefusal.OfName(refused.FullName, input); // named, never called
                return Pop();
            }
            if (!Atom(code) && !Structure(code)) Machine(code);
        }
    }

    /// <summary>Names, calls, memo and stack.</summary>
    private void Machine(byte code)
    {
        switch ((char)code)
        {
            case '(' when marks.Count < limits.Depth: marks.Add(stack.Count); break;
            case '(': throw new InvalidDataException($"its pickle nests deeper than {limits.Depth:N0} levels");
            case '0' when stack.Count > Floor: Pop(); break;
            case '0' or '1': PopMark(); break;
            case '2': Push(Top); break;
            case 'c': Push(Find(input.TextLine(), input.TextLine())); break;
            case '\x93':
                var name = Pop();
                Push(Pop() is string module && name is string member ? Find(module, member)
                    : throw new InvalidDataException("its pickle has a STACK_GLOBAL without names"));
                break;
            case 'i': Push(Call(Find(input.TextLine(), input.TextLine()), PopMark())); break;
            case 'o':
                var parts = PopMark();
                Push(parts.Length > 0 ? Call(parts[0], parts[1..])
                    : throw new InvalidDataException("its pickle has an OBJ without a class"));
                break;
            case 'R' or '\x81': // REDUCE, NEWOBJ
                var arguments = Pop();
                Push(Call(Pop(), arguments));
                break;
            case '\x92': // NEWOBJ_EX
                var keywords = Pop();
                var positional = Pop();
                Push(keywords is PickleDict { Entries.Count: 0 } ? Call(Pop(), positional) : throw PickleRefusal.OfCall(Pop(), [], input));
                break;
            case 'b': // BUILD: an OrderedDict carries the module versions of a state dict, which nobody needs
                var state = Pop();
                if (Top is not PickleDict || state is not PickleDict) throw PickleRefusal.OfState(Top, input);
                break;
            case 'Q':
                Push(Pop() is object?[] id && persistent is not null ? persistent(id)
                : throw new InvalidDataException("its pickle has a persistent id that does not name a storage")); break;
            case 'P': throw new InvalidDataException("its pickle has a persistent id of protocol 0, which does not name a storage");
            case 'g': Push(Recall(PickleText.Integer(input.Line()) as long? ?? -1)); break;
            case 'h': Push(Recall(input.Byte())); break;
            case 'j': Push(Recall(input.UInt32())); break;
            case 'p': Remember(PickleText.Integer(input.Line()) as long? ?? -1); break;
            case 'q': Remember(input.Byte()); break;
            case 'r': Remember(input.UInt32()); break;
            case '\x94': Remember(memo.Count); break;
            case '\x80' when input.Byte() is var protocol:
                if (protocol > 5) throw new InvalidDataException($"its pickle has the protocol {protocol}; known are 0 to 5");
                break;
            case '\x95': input.Check(input.Length()); break; // FRAME, a hint for buffering
            case '\x82' or '\x83' or '\x84':
                throw new InvalidDataException(
                "its pickle calls a function of Python's extension registry, which this reader never does");
            case '\x97' or '\x98': throw new InvalidDataException("its pickle keeps data in buffers outside of the file");
            default:
                throw new InvalidDataException(
                $"its pickle has the unknown instruction 0x{code:X2} at byte {input.Position - 1:N0}: it is damaged or not a pickle");
        }
    }

    private PickleGlobal Find(string module, string name)
    {
        var found = PickleCalls.Find($"{module}.{name}");
        if (found.Kind == GlobalKind.Unknown) refused ??= found;
        return found;
    }

    private object? Call(object? target, object? arguments)
    {
        var list = arguments as object?[];
        if (target is not PickleGlobal { Kind: not GlobalKind.Unknown } global) throw PickleRefusal.OfCall(target, list ?? [], input);
        if (list is null) throw new InvalidDataException($"its pickle calls '{global.FullName}' without a tuple of arguments");
        foreach (var argument in list) // one remembered list or text can be copied by call after call
            input.Budget.Spend(argument switch
            {
                string text => text.Length,
                PickleList items => items.Items.Count * 16L,
                PickleDict pairs => pairs.Entries.Count * 16L,
                PthStorage => ReadBudget.Tensor,
                _ => 0,
            });
        return PickleCalls.Call(global, list, limits);
    }

    private object? Recall(long index) =>
        memo.TryGetValue(index, out var value) ? value
            : throw new InvalidDataException($"its pickle recalls the object {index:N0}, which it never stored");

    private void Remember(long index)
    {
        if (index < 0) throw new InvalidDataException("its pickle stores an object under a negative number");
        input.Budget.Spend(ReadBudget.Object);
        memo[index] = Top;
    }

    private int Floor => marks.Count > 0 ? marks[^1] : 0;

    private object? Top => stack.Count > Floor ? stack[^1] : throw Underflow();

    private void Push(object? value) => stack.Add(value);

    private object? Pop()
    {
        var value = Top;
        stack.RemoveAt(stack.Count - 1);
        return value;
    }

    private object?[] PopMark()
    {
        if (marks.Count == 0) throw Underflow();
        var from = marks[^1];
        marks.RemoveAt(marks.Count - 1);
        var items = stack.Count == from ? [] : stack.GetRange(from, stack.Count - from).ToArray();
        stack.RemoveRange(from, stack.Count - from);
        return items;
    }

    private InvalidDataException Underflow() =>
        new($"its pickle takes more from the stack than is there, at byte {input.Position - 1:N0}: it is damaged");
}
