"""A foreach within a foreach, ninety-nine times."""

from flowc import FlowSpec, step


class PetsFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.s00)

    @step
    def s00(self):
        self.l00 = [1]
        self.next(self.s01, foreach="l00")

    @step
    def s01(self):
        self.l01 = [1]
        self.next(self.s02, foreach="l01")

    @step
    def s02(self):
        self.l02 = [1]
        self.next(self.s03, foreach="l02")

    @step
    def s03(self):
        self.l03 = [1]
        self.next(self.s04, foreach="l03")

    @step
    def s04(self):
        self.l04 = [1]
        self.next(self.s05, foreach="l04")

    @step
    def s05(self):
        self.l05 = [1]
        self.next(self.s06, foreach="l05")

    @step
    def s06(self):
        self.l06 = [1]
        self.next(self.s07, foreach="l06")

    @step
    def s07(self):
        self.l07 = [1]
        self.next(self.s08, foreach="l07")

    @step
    def s08(self):
        self.l08 = [1]
        self.next(self.s09, foreach="l08")

    @step
    def s09(self):
        self.l09 = [1]
        self.next(self.s10, foreach="l09")

    @step
    def s10(self):
        self.l10 = [1]
        self.next(self.s11, foreach="l10")

    @step
    def s11(self):
        self.l11 = [1]
        self.next(self.s12, foreach="l11")

    @step
    def s12(self):
        self.l12 = [1]
        self.next(self.s13, foreach="l12")

    @step
    def s13(self):
        self.l13 = [1]
        self.next(self.s14, foreach="l13")

    @step
    def s14(self):
        self.l14 = [1]
        self.next(self.s15, foreach="l14")

    @step
    def s15(self):
        self.l15 = [1]
        self.next(self.s16, foreach="l15")

    @step
    def s16(self):
        self.l16 = [1]
        self.next(self.s17, foreach="l16")

    @step
    def s17(self):
        self.l17 = [1]
        self.next(self.s18, foreach="l17")

    @step
    def s18(self):
        self.l18 = [1]
        self.next(self.s19, foreach="l18")

    @step
    def s19(self):
        self.l19 = [1]
        self.next(self.s20, foreach="l19")

    @step
    def s20(self):
        self.l20 = [1]
        self.next(self.s21, foreach="l20")

    @step
    def s21(self):
        self.l21 = [1]
        self.next(self.s22, foreach="l21")

    @step
    def s22(self):
        self.l22 = [1]
        self.next(self.s23, foreach="l22")

    @step
    def s23(self):
        self.l23 = [1]
        self.next(self.s24, foreach="l23")

    @step
    def s24(self):
        self.l24 = [1]
        self.next(self.s25, foreach="l24")

    @step
    def s25(self):
        self.l25 = [1]
        self.next(self.s26, foreach="l25")

    @step
    def s26(self):
        self.l26 = [1]
        self.next(self.s27, foreach="l26")

    @step
    def s27(self):
        self.l27 = [1]
        self.next(self.s28, foreach="l27")

    @step
    def s28(self):
        self.l28 = [1]
        self.next(self.s29, foreach="l28")

    @step
    def s29(self):
        self.l29 = [1]
        self.next(self.s30, foreach="l29")

    @step
    def s30(self):
        self.l30 = [1]
        self.next(self.s31, foreach="l30")

    @step
    def s31(self):
        self.l31 = [1]
        self.next(self.s32, foreach="l31")

    @step
    def s32(self):
        self.l32 = [1]
        self.next(self.s33, foreach="l32")

    @step
    def s33(self):
        self.l33 = [1]
        self.next(self.s34, foreach="l33")

    @step
    def s34(self):
        self.l34 = [1]
        self.next(self.s35, foreach="l34")

    @step
    def s35(self):
        self.l35 = [1]
        self.next(self.s36, foreach="l35")

    @step
    def s36(self):
        self.l36 = [1]
        self.next(self.s37, foreach="l36")

    @step
    def s37(self):
        self.l37 = [1]
        self.next(self.s38, foreach="l37")

    @step
    def s38(self):
        self.l38 = [1]
        self.next(self.s39, foreach="l38")

    @step
    def s39(self):
        self.l39 = [1]
        self.next(self.s40, foreach="l39")

    @step
    def s40(self):
        self.l40 = [1]
        self.next(self.s41, foreach="l40")

    @step
    def s41(self):
        self.l41 = [1]
        self.next(self.s42, foreach="l41")

    @step
    def s42(self):
        self.l42 = [1]
        self.next(self.s43, foreach="l42")

    @step
    def s43(self):
        self.l43 = [1]
        self.next(self.s44, foreach="l43")

    @step
    def s44(self):
        self.l44 = [1]
        self.next(self.s45, foreach="l44")

    @step
    def s45(self):
        self.l45 = [1]
        self.next(self.s46, foreach="l45")

    @step
    def s46(self):
        self.l46 = [1]
        self.next(self.s47, foreach="l46")

    @step
    def s47(self):
        self.l47 = [1]
        self.next(self.s48, foreach="l47")

    @step
    def s48(self):
        self.l48 = [1]
        self.next(self.s49, foreach="l48")

    @step
    def s49(self):
        self.l49 = [1]
        self.next(self.s50, foreach="l49")

    @step
    def s50(self):
        self.l50 = [1]
        self.next(self.s51, foreach="l50")

    @step
    def s51(self):
        self.l51 = [1]
        self.next(self.s52, foreach="l51")

    @step
    def s52(self):
        self.l52 = [1]
        self.next(self.s53, foreach="l52")

    @step
    def s53(self):
        self.l53 = [1]
        self.next(self.s54, foreach="l53")

    @step
    def s54(self):
        self.l54 = [1]
        self.next(self.s55, foreach="l54")

    @step
    def s55(self):
        self.l55 = [1]
        self.next(self.s56, foreach="l55")

    @step
    def s56(self):
        self.l56 = [1]
        self.next(self.s57, foreach="l56")

    @step
    def s57(self):
        self.l57 = [1]
        self.next(self.s58, foreach="l57")

    @step
    def s58(self):
        self.l58 = [1]
        self.next(self.s59, foreach="l58")

    @step
    def s59(self):
        self.l59 = [1]
        self.next(self.s60, foreach="l59")

    @step
    def s60(self):
        self.l60 = [1]
        self.next(self.s61, foreach="l60")

    @step
    def s61(self):
        self.l61 = [1]
        self.next(self.s62, foreach="l61")

    @step
    def s62(self):
        self.l62 = [1]
        self.next(self.s63, foreach="l62")

    @step
    def s63(self):
        self.l63 = [1]
        self.next(self.s64, foreach="l63")

    @step
    def s64(self):
        self.l64 = [1]
        self.next(self.s65, foreach="l64")

    @step
    def s65(self):
        self.l65 = [1]
        self.next(self.s66, foreach="l65")

    @step
    def s66(self):
        self.l66 = [1]
        self.next(self.s67, foreach="l66")

    @step
    def s67(self):
        self.l67 = [1]
        self.next(self.s68, foreach="l67")

    @step
    def s68(self):
        self.l68 = [1]
        self.next(self.s69, foreach="l68")

    @step
    def s69(self):
        self.l69 = [1]
        self.next(self.s70, foreach="l69")

    @step
    def s70(self):
        self.l70 = [1]
        self.next(self.s71, foreach="l70")

    @step
    def s71(self):
        self.l71 = [1]
        self.next(self.s72, foreach="l71")

    @step
    def s72(self):
        self.l72 = [1]
        self.next(self.s73, foreach="l72")

    @step
    def s73(self):
        self.l73 = [1]
        self.next(self.s74, foreach="l73")

    @step
    def s74(self):
        self.l74 = [1]
        self.next(self.s75, foreach="l74")

    @step
    def s75(self):
        self.l75 = [1]
        self.next(self.s76, foreach="l75")

    @step
    def s76(self):
        self.l76 = [1]
        self.next(self.s77, foreach="l76")

    @step
    def s77(self):
        self.l77 = [1]
        self.next(self.s78, foreach="l77")

    @step
    def s78(self):
        self.l78 = [1]
        self.next(self.s79, foreach="l78")

    @step
    def s79(self):
        self.l79 = [1]
        self.next(self.s80, foreach="l79")

    @step
    def s80(self):
        self.l80 = [1]
        self.next(self.s81, foreach="l80")

    @step
    def s81(self):
        self.l81 = [1]
        self.next(self.s82, foreach="l81")

    @step
    def s82(self):
        self.l82 = [1]
        self.next(self.s83, foreach="l82")

    @step
    def s83(self):
        self.l83 = [1]
        self.next(self.s84, foreach="l83")

    @step
    def s84(self):
        self.l84 = [1]
        self.next(self.s85, foreach="l84")

    @step
    def s85(self):
        self.l85 = [1]
        self.next(self.s86, foreach="l85")

    @step
    def s86(self):
        self.l86 = [1]
        self.next(self.s87, foreach="l86")

    @step
    def s87(self):
        self.l87 = [1]
        self.next(self.s88, foreach="l87")

    @step
    def s88(self):
        self.l88 = [1]
        self.next(self.s89, foreach="l88")

    @step
    def s89(self):
        self.l89 = [1]
        self.next(self.s90, foreach="l89")

    @step
    def s90(self):
        self.l90 = [1]
        self.next(self.s91, foreach="l90")

    @step
    def s91(self):
        self.l91 = [1]
        self.next(self.s92, foreach="l91")

    @step
    def s92(self):
        self.l92 = [1]
        self.next(self.s93, foreach="l92")

    @step
    def s93(self):
        self.l93 = [1]
        self.next(self.s94, foreach="l93")

    @step
    def s94(self):
        self.l94 = [1]
        self.next(self.s95, foreach="l94")

    @step
    def s95(self):
        self.l95 = [1]
        self.next(self.s96, foreach="l95")

    @step
    def s96(self):
        self.l96 = [1]
        self.next(self.s97, foreach="l96")

    @step
    def s97(self):
        self.l97 = [1]
        self.next(self.s98, foreach="l97")

    @step
    def s98(self):
        self.l98 = [1]
        self.next(self.leaf, foreach="l98")

    @step
    def leaf(self):
        self.next(self.j98)

    @step
    def j98(self, inputs):
        self.next(self.j97)

    @step
    def j97(self, inputs):
        self.next(self.j96)

    @step
    def j96(self, inputs):
        self.next(self.j95)

    @step
    def j95(self, inputs):
        self.next(self.j94)

    @step
    def j94(self, inputs):
        self.next(self.j93)

    @step
    def j93(self, inputs):
        self.next(self.j92)

    @step
    def j92(self, inputs):
        self.next(self.j91)

    @step
    def j91(self, inputs):
        self.next(self.j90)

    @step
    def j90(self, inputs):
        self.next(self.j89)

    @step
    def j89(self, inputs):
        self.next(self.j88)

    @step
    def j88(self, inputs):
        self.next(self.j87)

    @step
    def j87(self, inputs):
        self.next(self.j86)

    @step
    def j86(self, inputs):
        self.next(self.j85)

    @step
    def j85(self, inputs):
        self.next(self.j84)

    @step
    def j84(self, inputs):
        self.next(self.j83)

    @step
    def j83(self, inputs):
        self.next(self.j82)

    @step
    def j82(self, inputs):
        self.next(self.j81)

    @step
    def j81(self, inputs):
        self.next(self.j80)

    @step
    def j80(self, inputs):
        self.next(self.j79)

    @step
    def j79(self, inputs):
        self.next(self.j78)

    @step
    def j78(self, inputs):
        self.next(self.j77)

    @step
    def j77(self, inputs):
        self.next(self.j76)

    @step
    def j76(self, inputs):
        self.next(self.j75)

    @step
    def j75(self, inputs):
        self.next(self.j74)

    @step
    def j74(self, inputs):
        self.next(self.j73)

    @step
    def j73(self, inputs):
        self.next(self.j72)

    @step
    def j72(self, inputs):
        self.next(self.j71)

    @step
    def j71(self, inputs):
        self.next(self.j70)

    @step
    def j70(self, inputs):
        self.next(self.j69)

    @step
    def j69(self, inputs):
        self.next(self.j68)

    @step
    def j68(self, inputs):
        self.next(self.j67)

    @step
    def j67(self, inputs):
        self.next(self.j66)

    @step
    def j66(self, inputs):
        self.next(self.j65)

    @step
    def j65(self, inputs):
        self.next(self.j64)

    @step
    def j64(self, inputs):
        self.next(self.j63)

    @step
    def j63(self, inputs):
        self.next(self.j62)

    @step
    def j62(self, inputs):
        self.next(self.j61)

    @step
    def j61(self, inputs):
        self.next(self.j60)

    @step
    def j60(self, inputs):
        self.next(self.j59)

    @step
    def j59(self, inputs):
        self.next(self.j58)

    @step
    def j58(self, inputs):
        self.next(self.j57)

    @step
    def j57(self, inputs):
        self.next(self.j56)

    @step
    def j56(self, inputs):
        self.next(self.j55)

    @step
    def j55(self, inputs):
        self.next(self.j54)

    @step
    def j54(self, inputs):
        self.next(self.j53)

    @step
    def j53(self, inputs):
        self.next(self.j52)

    @step
    def j52(self, inputs):
        self.next(self.j51)

    @step
    def j51(self, inputs):
        self.next(self.j50)

    @step
    def j50(self, inputs):
        self.next(self.j49)

    @step
    def j49(self, inputs):
        self.next(self.j48)

    @step
    def j48(self, inputs):
        self.next(self.j47)

    @step
    def j47(self, inputs):
        self.next(self.j46)

    @step
    def j46(self, inputs):
        self.next(self.j45)

    @step
    def j45(self, inputs):
        self.next(self.j44)

    @step
    def j44(self, inputs):
        self.next(self.j43)

    @step
    def j43(self, inputs):
        self.next(self.j42)

    @step
    def j42(self, inputs):
        self.next(self.j41)

    @step
    def j41(self, inputs):
        self.next(self.j40)

    @step
    def j40(self, inputs):
        self.next(self.j39)

    @step
    def j39(self, inputs):
        self.next(self.j38)

    @step
    def j38(self, inputs):
        self.next(self.j37)

    @step
    def j37(self, inputs):
        self.next(self.j36)

    @step
    def j36(self, inputs):
        self.next(self.j35)

    @step
    def j35(self, inputs):
        self.next(self.j34)

    @step
    def j34(self, inputs):
        self.next(self.j33)

    @step
    def j33(self, inputs):
        self.next(self.j32)

    @step
    def j32(self, inputs):
        self.next(self.j31)

    @step
    def j31(self, inputs):
        self.next(self.j30)

    @step
    def j30(self, inputs):
        self.next(self.j29)

    @step
    def j29(self, inputs):
        self.next(self.j28)

    @step
    def j28(self, inputs):
        self.next(self.j27)

    @step
    def j27(self, inputs):
        self.next(self.j26)

    @step
    def j26(self, inputs):
        self.next(self.j25)

    @step
    def j25(self, inputs):
        self.next(self.j24)

    @step
    def j24(self, inputs):
        self.next(self.j23)

    @step
    def j23(self, inputs):
        self.next(self.j22)

    @step
    def j22(self, inputs):
        self.next(self.j21)

    @step
    def j21(self, inputs):
        self.next(self.j20)

    @step
    def j20(self, inputs):
        self.next(self.j19)

    @step
    def j19(self, inputs):
        self.next(self.j18)

    @step
    def j18(self, inputs):
        self.next(self.j17)

    @step
    def j17(self, inputs):
        self.next(self.j16)

    @step
    def j16(self, inputs):
        self.next(self.j15)

    @step
    def j15(self, inputs):
        self.next(self.j14)

    @step
    def j14(self, inputs):
        self.next(self.j13)

    @step
    def j13(self, inputs):
        self.next(self.j12)

    @step
    def j12(self, inputs):
        self.next(self.j11)

    @step
    def j11(self, inputs):
        self.next(self.j10)

    @step
    def j10(self, inputs):
        self.next(self.j09)

    @step
    def j09(self, inputs):
        self.next(self.j08)

    @step
    def j08(self, inputs):
        self.next(self.j07)

    @step
    def j07(self, inputs):
        self.next(self.j06)

    @step
    def j06(self, inputs):
        self.next(self.j05)

    @step
    def j05(self, inputs):
        self.next(self.j04)

    @step
    def j04(self, inputs):
        self.next(self.j03)

    @step
    def j03(self, inputs):
        self.next(self.j02)

    @step
    def j02(self, inputs):
        self.next(self.j01)

    @step
    def j01(self, inputs):
        self.next(self.j00)

    @step
    def j00(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
